import { z } from 'zod';
import { json } from '../../kit/answer.ts';
import { ControlRefused, readJson } from '../../kit/control.ts';
import type { Call } from '../../kit/http-server.ts';
import type { Route } from '../../kit/router.ts';
import type { World } from '../world.ts';
import { skuOf } from './product.ts';

const renewal = z.strictObject({
  offerId: z.string(),
  availabilityId: z.string().regex(/^[A-Z0-9]{4,20}$/),
});

const refusal = z.strictObject({
  tenantId: z.guid().toLowerCase(),
  catalogItemId: z.string(),
  code: z.int(),
  description: z.string().default('Refused by the simulator.'),
});

/** Levers over the catalogue: an availability goes stale; one line of a cart fails at checkout while the others are sold. */
export function catalogueControlRoutes(world: World): Route<Call>[] {
  return [
    {
      method: 'POST',
      pattern: '/control/catalogue/availabilities',
      handle: (call) => {
        const { offerId, availabilityId } = renewal.parse(readJson(call));
        const sku = skuOf(offerId);
        if (sku === undefined) throw new ControlRefused(404, 'no such sku');
        world.availabilities.put(`${sku.productId}:${sku.id}`, '', availabilityId);
        return json(200, { catalogItemId: `${sku.productId}:${sku.id}:${availabilityId}` });
      },
    },
    {
      method: 'POST',
      pattern: '/control/catalogue/checkout-errors',
      handle: (call) => {
        const { tenantId, catalogItemId, ...error } = refusal.parse(readJson(call));
        world.checkoutErrors.put(`${tenantId}/${catalogItemId.toUpperCase()}`, tenantId, error);
        return json(201, error);
      },
    },
  ];
}
