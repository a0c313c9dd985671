import { z } from 'zod';
import { json } from '../../kit/answer.ts';
import { ControlRefused, readJson } from '../../kit/control.ts';
import type { Call } from '../../kit/http-server.ts';
import { param, type Route } from '../../kit/router.ts';
import { DAY_MS } from '../term.ts';
import type { World } from '../world.ts';

const MINUTE_MS = 60_000;
const lasting = (otherwise: number) => z.strictObject({ forMs: z.int().nonnegative().default(otherwise) });

/** Levers over what is under way: another request works on a cart, an operation on a subscription is pending. Business time; 0 ends it. */
export function underWayControlRoutes(world: World): Route<Call>[] {
  return [
    {
      method: 'POST',
      pattern: '/control/tenants/{tenantId}/carts/{cartId}/processing',
      handle: (call, params) => {
        const cart = world.carts.get(param(params, 'cartId'));
        if (cart?.tenantId !== param(params, 'tenantId').toLowerCase()) throw new ControlRefused(404, 'no such cart');
        const { forMs } = lasting(MINUTE_MS).parse(readJson(call));
        world.carts.put(cart.id, cart.tenantId, { ...cart, busyUntil: world.clock.now(cart.tenantId) + forMs });
        return json(200, { forMs });
      },
    },
    {
      // Contract 2.7: to be tried again after 24 hours.
      method: 'POST',
      pattern: '/control/tenants/{tenantId}/subscriptions/{subscriptionId}/pending-operation',
      handle: (call, params) => {
        const tenantId = param(params, 'tenantId').toLowerCase();
        const now = world.clock.now(tenantId);
        const before = world.subscriptions.find(tenantId, param(params, 'subscriptionId'), now);
        if (before === undefined) throw new ControlRefused(404, 'no such subscription');
        const { forMs } = lasting(DAY_MS).parse(readJson(call));
        world.subscriptions.replace(before, { ...before, pendingUntil: now + forMs }, 'microsoft', now);
        return json(200, { forMs });
      },
    },
  ];
}
