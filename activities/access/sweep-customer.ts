import type { SeenRelationship } from '../../adapters/delegated-access/port.ts';
import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import { keepStanding } from '../../db/access-standing.ts';
import { linkedTenant } from '../../db/record-subscriptions.ts';
import type { ActivityDeps } from '../deps.ts';
import { readStanding, relationshipsOf } from './read-standing.ts';
import { takeUnexplained } from './take-unexplained.ts';
import { warnOfEnds } from './warn-of-ends.ts';

/**
 * The sweep over one customer's tenant. One that cannot be read is met next time; what is on record of it grows old, and
 * then counts as unknown. The end of a relationship is told of before, since it may be why nothing can be read.
 * @param relationships of all customers
 * @returns how much was new
 */
export async function sweepCustomer(
  deps: Pick<ActivityDeps, 'db' | 'wallNow' | 'newId' | 'log' | 'tenantAccess' | 'azureEntitlements'>,
  customerId: string,
  relationships: readonly SeenRelationship[],
): Promise<number> {
  const linked = await linkedTenant(deps.db, customerId);
  if (linked === undefined) return 0;
  const { tenant } = linked;
  const warned = await warnOfEnds(deps, customerId, relationshipsOf(tenant, relationships));
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
