import { isStale } from '../catalogue/availability.ts';
import { skuOf } from '../catalogue/product.ts';
import { isAzurePlan } from '../entitlements/entitlement.ts';
import type { World } from '../world.ts';
import type { CartLine } from './order.ts';
import { isOfferId } from './place-order.ts';

/**
 * Contract 5.1: why a line cannot be sold; null where it can. What is not in the catalogue, an Azure plan that is not bought
 * once, an availability gone stale, a quantity, cycle or term that the sku does not have. The wording is ours (I).
 */
export function lineError(
  world: World,
  line: Pick<CartLine, 'catalogItemId' | 'quantity' | 'billingCycle' | 'termDuration'>,
): string | null {
  const { catalogItemId, quantity, billingCycle, termDuration } = line;
  if (!isOfferId(catalogItemId)) return `Catalog item ${catalogItemId} does not exist.`;
  if (isAzurePlan({ offerId: catalogItemId }))
    return quantity === 1 && billingCycle === 'one_time'
      ? null
      : 'An Azure plan is bought at quantity 1 and billed one_time.';
  if (isStale(world, catalogItemId)) return `Catalog item ${catalogItemId} is not available any more.`;
  const sku = skuOf(catalogItemId);
  if (sku === undefined) return null;
  if (quantity < sku.minimumQuantity || quantity > sku.maximumQuantity)
    return `The quantity must be between ${sku.minimumQuantity} and ${sku.maximumQuantity}.`;
  if (!sku.supportedBillingCycles.includes(billingCycle)) return `The billing cycle ${billingCycle} is not supported.`;
  return termDuration === undefined || sku.terms.includes(termDuration)
    ? null
    : `The term ${termDuration} is not supported.`;
}
