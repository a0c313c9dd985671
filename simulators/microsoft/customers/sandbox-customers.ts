import { PartnerFault } from '../partner-fault.ts';
import type { World } from '../world.ts';

/** Contract 16. */
const MOST_CUSTOMERS = 75;

/** @throws PartnerFault 800018 */
export function refuseCustomersInSandbox(world: World): void {
  const standing = world.customers.all().filter(({ relationshipToPartner }) => relationshipToPartner === 'reseller');
  if (world.settings.sandbox && standing.length >= MOST_CUSTOMERS) throw new PartnerFault('800018');
}
