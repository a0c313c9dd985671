import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import type { AccessGrantActivities } from '../../contracts/access-grant-activities.ts';
import { linkedTenant } from '../../db/record-subscriptions.ts';
import { isOver } from '../../domain/access/access-grant.ts';
import { decideGrant, type GrantEffect } from '../../domain/access/decide-grant.ts';
import type { GrantFactDraft } from '../../domain/access/grant-facts.ts';
import type { ActivityDeps } from '../deps.ts';
import { openTask } from '../tasks/open-task.ts';
import { activate } from './activate.ts';
import { changeGrant } from './change-grant.ts';
import type { GrantAtWork } from './grant-at-work.ts';

type GrantDeps = Pick<ActivityDeps, 'db' | 'wallNow' | 'newId' | 'log' | 'tenantAccess'>;

/**
 * One effect of a grant: is it still wanted, do it, record what came of it. Everything done here may be done again after a
 * crash without harm: an assignment is looked for before it is made, and taking away what is gone is no error.
 */
export async function carryOutGrant(
  deps: GrantDeps,
  { grantId, customerId, effectKey }: Parameters<AccessGrantActivities['carryOutGrant']>[0],
): Promise<void> {
  const { known, now } = await changeGrant(deps, { grantId, customerId }, () => []);
  const effect = decideGrant(known, now).effects.find(({ key }) => key === effectKey);
  if (effect === undefined) return;
  const linked = await linkedTenant(deps.db, customerId);
  if (linked === undefined) throw new Error(`customer ${customerId} has no tenant at Microsoft`);
  const drafts = await done(deps, { grantId, customerId, known, tenant: linked.tenant }, effect);
  await changeGrant(deps, { grantId, customerId }, ({ loaded }) => (isOver(loaded.known) ? [] : drafts));
}

async function done(deps: GrantDeps, work: GrantAtWork, effect: GrantEffect): Promise<readonly GrantFactDraft[]> {
  switch (effect.kind) {
    case 'activate':
      return await activate(deps, work);
    case 'end':
      return [{ kind: 'grant.endChecked', body: { gone: await end(deps, work) } }];
    case 'ask': {
      const { grantId, customerId } = work;
      const what = 'accessEndUnproven';
      await openTask(deps, customerId, { key: `${what}/${grantId}`, what, actor: 'grant' });
      return [{ kind: 'grant.endUnproven', body: {} }];
    }
  }
}

/** Not to reach Microsoft proves nothing; it counts as a look, so that a person is asked in time. */
async function end({ tenantAccess, log }: GrantDeps, { grantId, tenant, known }: GrantAtWork): Promise<boolean> {
  return await tenantAccess.remove(tenant, known.target).catch((error: unknown) => {
    if (!(error instanceof PartnerCenterError)) throw error;
    log.warn({ grantId, code: error.code, kind: error.kind }, 'the end of a grant could not be proven');
    return false;
  });
}
