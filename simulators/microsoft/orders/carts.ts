import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { json } from '../../kit/answer.ts';
import { param } from '../../kit/router.ts';
import type { PartnerCall, PartnerRoute } from '../partner-call.ts';
import { PartnerFault } from '../partner-fault.ts';
import { CART } from '../resource-members.ts';
import { termDuration } from '../term.ts';
import { instant, link } from '../wire.ts';
import type { World } from '../world.ts';
import { lineError } from './cart-line-error.ts';
import { type Cart, type CartLine, type CartOrderError, orderResource } from './order.ts';
import { billingCycle, placeOrder, refuseSale } from './place-order.ts';

const cartRequest = z.object({
  lineItems: z
    .array(
      z.object({
        catalogItemId: z.string(),
        quantity: z.int().positive(),
        billingCycle: billingCycle.default('monthly'),
        friendlyName: z.string().optional(),
        termDuration: termDuration.optional(),
        participants: z.array(z.unknown()).optional(),
      }),
    )
    .min(1),
});

export const cartRoutes: readonly PartnerRoute[] = [
  {
    method: 'POST',
    pattern: '/v1/customers/{tenantId}/carts',
    body: CART,
    handle: (call) => {
      const cart: Cart = {
        id: randomUUID(),
        tenantId: call.customer().tenantId,
        createdAt: call.now,
        changedAt: call.now,
        status: 'Active',
        expiresAt: call.now + call.world.settings.cartLifeMs,
        lines: readLines(call.world, call.body),
        busyUntil: null,
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
    body: CART,
    handle: (call) => {
      const cart = liveCart(call);
      if (cart.status === 'Ordered') throw new PartnerFault('800065');
      refuseBusy(call, cart);
      const changed = { ...cart, lines: readLines(call.world, call.body), changedAt: call.now };
      call.world.carts.put(cart.id, cart.tenantId, changed);
      return json(200, cartResource(changed));
    },
  },
  { method: 'POST', pattern: '/v1/customers/{tenantId}/carts/{cartId}/checkout', handle: checkout },
];

/** Contract 5.2: an error in a line stands in the line of a 201 cart, not in a 4xx. Each line is an order group of its own (I). */
function readLines(world: World, body: unknown): CartLine[] {
  const parsed = cartRequest.safeParse(body);
  if (!parsed.success) throw new PartnerFault('800002', z.prettifyError(parsed.error));
  return parsed.data.lineItems.map((line, id) => {
    const errorDescription = lineError(world, line);
    return {
      id,
      ...line,
      orderGroup: String(id),
      ...(errorDescription === null ? {} : { error: { errorCode: '800009', errorDescription } }),
    };
  });
}

function liveCart(call: PartnerCall): Cart {
  const { tenantId } = call.customer();
  const cart = call.world.carts.get(param(call.params, 'cartId'));
  if (cart?.tenantId !== tenantId || call.now >= cart.expiresAt) throw new PartnerFault('800008');
  return cart;
}

/**
 * Contract 5.2: lines without an error become orders, the others stand in `orderErrors`; a second checkout gives the first result.
 * Contract 3 and 4: a customer who may not buy is refused whole.
 */
function checkout(call: PartnerCall) {
  const cart = liveCart(call);
  if (cart.result === null) refuseBusy(call, cart);
  const result = cart.result ?? ordered(call, cart);
  if (cart.result === null) call.world.carts.put(cart.id, cart.tenantId, { ...cart, status: 'Ordered', result });
  const orders = result.orderIds.map((id) => call.world.orders.get(id)).filter((order) => order !== undefined);
  return json(201, {
    orders: orders.map((order) => orderResource(order, call.now)),
    ...(result.errors.length === 0 ? {} : { orderErrors: result.errors }),
    attributes: { objectType: 'CartCheckoutResult' },
  });
}

/** @throws PartnerFault 800064 */
function refuseBusy(call: PartnerCall, { busyUntil }: Cart): void {
  if (busyUntil !== null && call.now < busyUntil) throw new PartnerFault('800064');
}

function ordered(call: PartnerCall, cart: Cart): NonNullable<Cart['result']> {
  const { world } = call;
  const sold = cart.lines.filter(({ error }) => error === undefined);
  const lines = sold.map(({ catalogItemId: offerId, quantity }) => ({ offerId, quantity }));
  const forReseller = sold.some(({ participants = [] }) => participants.length > 0);
  refuseSale(world, { by: 'checkout', customer: call.customer(), lines, forReseller }, call.now);
  const orderIds: string[] = [];
  const errors: CartOrderError[] = [];
  for (const line of cart.lines) {
    const failed = world.checkoutErrors.get(`${cart.tenantId}/${line.catalogItemId.toUpperCase()}`);
    const error = line.error ? { code: 800009, description: line.error.errorDescription } : failed;
    if (error !== undefined) errors.push({ orderGroupId: line.orderGroup ?? String(line.id), ...error });
    else orderIds.push(placeOrder(world, cart.tenantId, orderOf(line), call.now).id);
  }
  return { orderIds, errors };
}

function orderOf(line: CartLine): Parameters<typeof placeOrder>[2] {
  const { catalogItemId: offerId, quantity, friendlyName, termDuration: term } = line;
  return {
    billingCycle: billingCycle.parse(line.billingCycle),
    lineItems: [{ lineItemNumber: 0, offerId, quantity, friendlyName, termDuration: term }],
  };
}

function cartResource(cart: Cart): object {
  return {
    id: cart.id,
    creationTimestamp: instant(cart.createdAt),
    lastModifiedTimestamp: instant(cart.changedAt),
    expirationTimestamp: instant(cart.expiresAt),
    lastModifiedUser: 'simulator',
    status: cart.status,
    lineItems: cart.lines,
    links: { self: link(`/customers/${cart.tenantId}/carts/${cart.id}`) },
    attributes: { objectType: 'Cart' },
  };
}
