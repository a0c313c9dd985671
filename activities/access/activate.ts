import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import { controlEvidence } from '../../db/access-standing.ts';
import type { AccessGrant } from '../../domain/access/access-grant.ts';
import { judgeControls, missingFor } from '../../domain/access/controls.ts';
import { decideGrant } from '../../domain/access/decide-grant.ts';
import type { GrantFactDraft, GrantRefusal } from '../../domain/access/grant-facts.ts';
import type { ActivityDeps } from '../deps.ts';
import { openTask } from '../tasks/open-task.ts';
import { changeGrant } from './change-grant.ts';
import type { GrantAtWork } from './grant-at-work.ts';

type ActivateDeps = Pick<ActivityDeps, 'db' | 'wallNow' | 'newId' | 'tenantAccess'>;

/**
 * Gives the role: what stands in the way is asked once more, then it is recorded that Microsoft is being asked, and only
 * then Microsoft is. What that record says may be there, is taken away at the end, also when no answer ever came.
 */
export async function activate(deps: ActivateDeps, work: GrantAtWork): Promise<readonly GrantFactDraft[]> {
  const { tenant, known } = work;
  const { target } = known;
  let isBegun = known.activatingAt !== null;
  try {
    if (!isBegun) {
      if ((await missing(deps, work)).length > 0) return await refused(deps, work, 'controlsMissing');
      // Somebody has it already, by no grant: it would end with this one, and whoever relies on it knows nothing of that.
      if ((await deps.tenantAccess.find(tenant, target)) !== null) return await refused(deps, work, 'alreadyAssigned');
      isBegun = await begin(deps, work);
      if (!isBegun) return [];
    }
    const assignment = await deps.tenantAccess.make(tenant, target);
    return [{ kind: 'grant.activated', body: { assignment } }];
  } catch (error) {
    if (!isBegun && isShutOut(error)) return await shutOut(deps, work, error);
    if (!isFinal(error) || (isBegun && (await isThere(deps, work)))) throw error;
    return await refused(deps, work, 'microsoft');
  }
}

async function missing({ db, wallNow }: ActivateDeps, { customerId, known }: GrantAtWork): Promise<readonly string[]> {
  const controls = judgeControls(await controlEvidence(db, customerId, wallNow()));
  return missingFor(known.target, controls).filter((control) => !known.waived.includes(control));
}

/** @returns false when the grant was revoked meanwhile, or its time has passed */
async function begin(deps: ActivateDeps, work: GrantAtWork): Promise<boolean> {
  const isWanted = (known: AccessGrant, now: number) =>
    decideGrant(known, now).effects.some(({ kind }) => kind === 'activate');
  const { known } = await changeGrant(deps, work, ({ loaded, now }) =>
    isWanted(loaded.known, now) ? [{ kind: 'grant.activating', body: {} }] : [],
  );
  return known.activatingAt !== null;
}

/** Repeating cannot help. */
function isFinal(error: unknown): boolean {
  if (!(error instanceof PartnerCenterError)) return false;
  return error.needsPerson || error.kind === 'refused' || error.kind === 'notFound';
}

/** The customer's consent or our relationship is gone; either may come back while the grant still has time. */
function isShutOut(error: unknown): error is PartnerCenterError {
  return error instanceof PartnerCenterError && error.kind === 'unauthorized' && error.needsPerson;
}

/** A person is told once: somebody has to let us in. */
async function shutOut(
  deps: ActivateDeps,
  { grantId, customerId }: GrantAtWork,
  { code, kind }: PartnerCenterError,
): Promise<readonly GrantFactDraft[]> {
  await openTask(deps, customerId, { key: `accessShutOut/${grantId}`, what: 'accessShutOut', actor: 'grant' });
  return [{ kind: 'grant.shutOut', body: { code: code ?? kind } }];
}

/** Nobody can say is taken as yes: a role that is there and counts as refused would never be taken away. */
async function isThere({ tenantAccess }: ActivateDeps, { tenant, known }: GrantAtWork): Promise<boolean> {
  return await tenantAccess.find(tenant, known.target).then(
    (found) => found !== null,
    () => true,
  );
}

async function refused(
  deps: ActivateDeps,
  { grantId, customerId }: GrantAtWork,
  because: GrantRefusal,
): Promise<readonly GrantFactDraft[]> {
  await openTask(deps, customerId, { key: `accessNotGiven/${grantId}`, what: 'accessNotGiven', actor: 'grant' });
  return [{ kind: 'grant.refused', body: { because } }];
}
