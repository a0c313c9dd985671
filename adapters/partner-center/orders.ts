import type { Runtime } from '../runtime.ts';
import type { Caller } from './call.ts';
import { awaitSight, untilKnown } from './doubt.ts';
import { asInteger, asList, asText, field, type JsonValue } from './json.ts';
import type { Limits } from './limits.ts';
import { readAllPages } from './pages.ts';
import { doubtful } from './partner-center-error.ts';
import type { NewOrder, PlacedOrder } from './port.ts';
import { messageRequestId } from './request-id.ts';

const customerPath = (tenantId: string): string => `/customers/${encodeURIComponent(tenantId)}`;

const idOf = (resource: JsonValue): string | null => asText(field(resource, 'id'));

/** The subscription that an order has made; null while none shows. */
export async function subscriptionOfOrder(
  caller: Caller,
  tenantId: string,
  orderId: string,
  mostPages: number,
): Promise<string | null> {
  const path = `${customerPath(tenantId)}/subscriptions?order_id=${encodeURIComponent(orderId)}`;
  const found = await readAllPages(caller, { path, tenant: tenantId }, mostPages);
  const made = found.find((resource) => asText(field(resource, 'orderId'))?.toLowerCase() === orderId.toLowerCase());
  return made === undefined ? null : asText(field(made, 'id'));
}

/** The order as Microsoft wants it (contract section 5.3). */
function orderBody(order: NewOrder): JsonValue {
  const { offerId, quantity, termDuration, friendlyName, billingCycle = 'monthly' } = order;
  return {
    billingCycle,
    lineItems: [
      {
        lineItemNumber: 0,
        offerId,
        quantity,
        ...(friendlyName === undefined ? {} : { friendlyName }),
        ...(termDuration === undefined ? {} : { termDuration }),
      },
    ],
  };
}

/** Order id and, where it already stands in the line, the subscription that came of it. */
export function placedOf(resource: JsonValue): PlacedOrder | null {
  const orderId = asText(field(resource, 'id'));
  const line = asList(field(resource, 'lineItems'))[0];
  return orderId === null ? null : { orderId, subscriptionId: asText(field(line, 'subscriptionId')) };
}

export function isOrderFor(resource: JsonValue, order: Pick<NewOrder, 'offerId' | 'quantity'>): boolean {
  const [line, ...others] = asList(field(resource, 'lineItems'));
  return (
    others.length === 0 &&
    asText(field(line, 'offerId'))?.toLowerCase() === order.offerId.toLowerCase() &&
    asInteger(field(line, 'quantity')) === order.quantity
  );
}

/**
 * Places an order of one line. An order carries no reference of ours, so one whose answer was lost is recognised as the
 * only one that was not there before and orders the same; where that does not decide it, the repeated request id does.
 */
export function createOrderPlacer(caller: Caller, limits: Limits, runtime: Runtime) {
  const listOrders = (tenantId: string): Promise<readonly JsonValue[]> =>
    readAllPages(caller, { path: `${customerPath(tenantId)}/orders`, tenant: tenantId }, limits.pages);

  return async (tenantId: string, order: NewOrder, requestId: string): Promise<PlacedOrder> => {
    const path = `${customerPath(tenantId)}/orders`;
    const before = new Set((await listOrders(tenantId)).map(idOf));

    const send = async (): Promise<PlacedOrder> => {
      const reply = await caller.write({
        method: 'POST',
        path,
        tenant: tenantId,
        body: orderBody(order),
        messageRequestId: messageRequestId(requestId, 'POST', path),
      });
      const placed = placedOf(reply);
      if (placed === null) throw doubtful({ code: 'no_order_in_reply' });
      return placed;
    };
    const readBack = async (): Promise<PlacedOrder | null> => {
      const made = (await listOrders(tenantId)).filter((found) => !before.has(idOf(found)) && isOrderFor(found, order));
      return made.length === 1 && made[0] !== undefined ? placedOf(made[0]) : null;
    };

    const placed = await untilKnown(send, readBack, limits, runtime);
    if (placed.subscriptionId !== null) return placed;
    // The order stands whatever happens from here on: what cannot be seen yet is found by reading later.
    const look = (): Promise<string | null> =>
      subscriptionOfOrder(caller, tenantId, placed.orderId, limits.pages).catch(() => null);
    return { ...placed, subscriptionId: await awaitSight(look, limits.orderVisibleMs, runtime) };
  };
}
