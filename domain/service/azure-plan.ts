/** Whether an offer is an Azure plan (contract §7.1): what lies under it is Azure, and no licence. */
export function isAzurePlan(offer: string): boolean {
  return /^DZH318Z0BPS6(?::|$)/i.test(offer);
}
