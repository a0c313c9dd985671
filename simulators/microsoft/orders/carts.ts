import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { json } from '../../kit/answer.ts';
import { param } from '../../kit/router.ts';
import { isAzurePlan } from '../entitlements/entitlement.ts';
import type { PartnerCall, PartnerRoute } from '../partner-call.ts';
import { PartnerFault } from '../partner-fault.ts';
import { DAY_MS, termDuration } from '../term.ts';
import { instant, link } from '../wire.ts';
import { type Cart, type CartLine, orderResource } from './order.ts';
import { billingCycle, isOfferId, placeOrder } from './place-order.ts';

const cartRequest = z.object({
  lineItems: z
    .array(
      z.object({
        catalogItemId: z.string(),
        quantity: z.int().positive(),
        billingCycle: billingCycle.default('monthly'),
        friendlyName: z.string().optional(),
        termDuration: termDuration.optional(),
      }),
    )
    .min(1),
});

/** Contract 5.2: seven days, stated in `expirationTimestamp`. */
const CART_LIFE_MS = 7 * DAY_MS;

export const cartRoutes: readonly PartnerRoute[] = [
  {
    method: 'POST',
    pattern: '/v1/customers/{tenantId}/carts',
    handle: (call) => {
      const cart: Cart = {
        id: randomUUID(),
        tenantId: call.customer().tenantId,
        createdAt: call.now,
        changedAt: call.now,
        status: 'Active',
        lines: readLines(call.body),
        result: null,
      };
      call.world.carts.put(cart.id, cart.tenantId, cart);
      return json(201, cartResource(cart));
    },
  },
  {
    method: 'GET',
    pattern: '/v1/customers/{tenantId}/carts/{cartId}',
    handle: (call) => json(200, cartResource(liveCart(call))),
  },
  {
    method: 'PUT',
    pattern: '/v1/customers/{tenantId}/carts/{cartId}',
    handle: (call) => {
      const cart = liveCart(call);
      if (cart.status === 'Ordered') throw new PartnerFault('800065');
      const changed = { ...cart, lines: readLines(call.body), changedAt: call.now };
      call.world.carts.put(cart.id, cart.tenantId, changed);
      return json(200, cartResource(changed));
    },
  },
  { method: 'POST', pattern: '/v1/customers/{tenantId}/carts/{cartId}/checkout', handle: checkout },
];

/** Contract 5.2: an error in a line stands in the line of a 201 cart, not in a 4xx. */
function readLines(body: unknown): CartLine[] {
  const parsed = cartRequest.safeParse(body);
  if (!parsed.success) throw new PartnerFault('800002', z.prettifyError(parsed.error));
  return parsed.data.lineItems.map((line, id) => ({
    id,
    ...line,
    ...errorOf(line),
  }));
}

/** Contract 5.1: what is not in the catalogue, and an Azure plan that is not bought once, at quantity 1 and `one_time`. */
function errorOf(line: Pick<CartLine, 'catalogItemId' | 'quantity' | 'billingCycle'>): Pick<CartLine, 'error'> {
  const failed = (errorDescription: string) => ({ error: { errorCode: '800009', errorDescription } });
  if (!isOfferId(line.catalogItemId)) return failed(`Catalog item ${line.catalogItemId} does not exist.`);
  if (!isAzurePlan({ offerId: line.catalogItemId })) return {};
  return line.quantity === 1 && line.billingCycle === 'one_time'
    ? {}
    : failed('An Azure plan is bought at quantity 1 and billed one_time.');
}

function liveCart(call: PartnerCall): Cart {
  const { tenantId } = call.customer();
  const cart = call.world.carts.get(param(call.params, 'cartId'));
  if (cart?.tenantId !== tenantId || call.now >= cart.createdAt + CART_LIFE_MS) throw new PartnerFault('800008');
  return cart;
}

/** Contract 5.2: lines without an error become orders, the others stand in `orderErrors`; a second checkout gives the first result. */
function checkout(call: PartnerCall) {
  const cart = liveCart(call);
  const good = cart.lines.filter((line) => line.error === undefined);
  const orders =
    cart.result === null
      ? good.map((line) =>
          placeOrder(
            call.world,
            cart.tenantId,
            {
              billingCycle: billingCycle.parse(line.billingCycle),
              lineItems: [
                {
                  lineItemNumber: 0,
                  offerId: line.catalogItemId,
                  quantity: line.quantity,
                  friendlyName: line.friendlyName,
                  termDuration: line.termDuration,
                },
              ],
            },
            call.now,
          ),
        )
      : cart.result.orderIds.map((id) => call.world.orders.get(id)).filter((order) => order !== undefined);
  call.world.carts.put(cart.id, cart.tenantId, {
    ...cart,
    status: 'Ordered',
    result: { orderIds: orders.map((order) => order.id) },
  });
  const orderErrors = cart.lines
    .filter((line) => line.error !== undefined)
    .map((line) => ({ orderGroupId: String(line.id), code: 800009, description: line.error?.errorDescription }));
  return json(201, {
    orders: orders.map((order) => orderResource(order, call.now)),
    ...(orderErrors.length === 0 ? {} : { orderErrors }),
    attributes: { objectType: 'CartCheckoutResult' },
  });
}

function cartResource(cart: Cart): object {
  return {
    id: cart.id,
    creationTimestamp: instant(cart.createdAt),
    lastModifiedTimestamp: instant(cart.changedAt),
    expirationTimestamp: instant(cart.createdAt + CART_LIFE_MS),
    lastModifiedUser: 'simulator',
    status: cart.status,
    lineItems: cart.lines,
    links: { self: link(`/customers/${cart.tenantId}/carts/${cart.id}`) },
    attributes: { objectType: 'Cart' },
  };
}
