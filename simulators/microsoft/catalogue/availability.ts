import type { World } from '../world.ts';
import { type Sku, skuOf } from './product.ts';

/** Contract 5.1: availability ids go stale quickly. A lever renews one; until then the printed one is sold. */
export function availabilityOf(world: World, sku: Sku): string {
  return world.availabilities.get(`${sku.productId}:${sku.id}`) ?? sku.availabilityId;
}

/** Whether an offer names an availability that was renewed since. What was never renewed is sold under any id of the right form. */
export function isStale(world: World, offerId: string): boolean {
  const sku = skuOf(offerId);
  if (sku === undefined) return false;
  const renewed = world.availabilities.get(`${sku.productId}:${sku.id}`);
  return renewed !== undefined && offerId.toUpperCase().split(':')[2] !== renewed;
}
