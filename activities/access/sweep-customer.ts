import type { SeenRelationship } from '../../adapters/delegated-access/port.ts';
import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import { keepStanding } from '../../db/access-standing.ts';
import { findCustomer } from '../../db/customers.ts';
import { endingsOf } from '../../db/relationship-endings.ts';
import { linkedTenant } from '../../db/record-subscriptions.ts';
import { rightsUsed } from '../../db/rights-used.ts';
import type { Arrangements, DelegatedRelationship } from '../../domain/access/relationship-end.ts';
import { judgeUse, type RelationshipUse } from '../../domain/access/relationship-use.ts';
import type { ActivityDeps } from '../deps.ts';
import type { LetterDeps } from '../notices/freeze-letter.ts';
import { readStanding, relationshipsOf } from './read-standing.ts';
import { renewRelationships } from './renew-relationships.ts';
import { takeUnexplained } from './take-unexplained.ts';
import { warnOfEnds } from './warn-of-ends.ts';
import { warnOfUnused } from './warn-of-unused.ts';

type SweepDeps = LetterDeps &
  Pick<
    ActivityDeps,
    | 'newId'
    | 'log'
    | 'tenantAccess'
    | 'azureEntitlements'
    | 'delegatedRelationships'
    | 'partnerTenantId'
    | 'unusedAfterDays'
  >;

/**
 * The sweep over one customer's tenant. One that cannot be read is met next time; what is on record of it grows old, and
 * then counts as unknown. Relationships are seen to before, since their end may be why nothing can be read.
 * @param relationships of all customers
 * @returns how much was new
 */
export async function sweepCustomer(
  deps: SweepDeps,
  customerId: string,
  relationships: readonly SeenRelationship[],
): Promise<number> {
  const linked = await linkedTenant(deps.db, customerId);
  if (linked === undefined) return 0;
  const { tenant } = linked;
  const warned = await seeToRelationships(deps, { customerId, tenant }, relationshipsOf(tenant, relationships));
  try {
    const standing = await readStanding(deps, tenant, relationships);
    await keepStanding(deps.db, customerId, standing);
    return warned + (await takeUnexplained(deps, customerId, standing));
  } catch (error) {
    if (!(error instanceof PartnerCenterError)) throw error;
    deps.log.warn({ customerId, code: error.code, kind: error.kind }, 'access could not be read');
    return warned;
  }
}

/** Their use, their successors, their end. */
async function seeToRelationships(
  deps: SweepDeps,
  { customerId, tenant }: { readonly customerId: string; readonly tenant: string },
  relationships: readonly DelegatedRelationship[],
): Promise<number> {
  if (relationships.length === 0) return 0;
  const uses = await usesOf(deps, customerId, relationships);
  const customer = await findCustomer(deps.db, customerId);
  const stays = customer !== undefined && customer.phase !== 'terminating';
  const renewed = await renewRelationships(deps, { customerId, tenant, stays, relationships, uses });
  const endings = await endingsOf(deps.db, customerId);
  const isOurs = endings.filter(({ state }) => state === 'approved' || state === 'ended');
  const arranged: Arrangements = { ...renewed, ended: new Set(isOurs.map(({ relationship }) => relationship)) };
  const unused = uses.filter(({ relationship }) => !arranged.ended.has(relationship));
  return (await warnOfEnds(deps, customerId, relationships, arranged)) + (await warnOfUnused(deps, customerId, unused));
}

async function usesOf(
  { db, wallNow, partnerTenantId: partnerTenant, unusedAfterDays: afterDays }: SweepDeps,
  customerId: string,
  relationships: readonly DelegatedRelationship[],
): Promise<readonly RelationshipUse[]> {
  const now = wallNow();
  return judgeUse(relationships, await rightsUsed(db, { customerId, partnerTenant, now }), { now, afterDays });
}
