/** Microsoft's product of Azure plans (contract §7.1); an offer is `<product>:<sku>` and what follows, or the product alone. */
export const AZURE_PLAN_PRODUCT = 'DZH318Z0BPS6';

/** Whether an offer is an Azure plan: what lies under it is Azure, and no licence. */
export function isAzurePlan(offer: string): boolean {
  return offer.split(':', 1)[0]?.toUpperCase() === AZURE_PLAN_PRODUCT;
}
