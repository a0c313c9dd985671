import type { Caller } from '../partner-center/call.ts';
import type { PartnerConnection } from '../partner-center/connection.ts';
import { awaitSight, untilKnown } from '../partner-center/doubt.ts';
import { asList, asText, field, fieldAt, type JsonValue } from '../partner-center/json.ts';
import { subscriptionOfOrder } from '../partner-center/orders.ts';
import { readAllPages } from '../partner-center/pages.ts';
import { doubtful, PartnerCenterError } from '../partner-center/partner-center-error.ts';
import { messageRequestId } from '../partner-center/request-id.ts';
import { currentOffer } from './catalogue.ts';
import { outcomesByOrders, outcomesOfCheckout } from './line-outcomes.ts';
import type { CartLine, LineOutcome, LineProblem, PartnerOrders } from './port.ts';

const customerPath = (tenantId: string): string => `/customers/${encodeURIComponent(tenantId)}`;

/** The cart was checked out already (contract sections 5.2 and 17). */
const DONE = '800065';
/** Another request checks it out at this moment. */
const BUSY = '800064';

export function createPartnerOrders({ caller, limits, runtime }: PartnerConnection): PartnerOrders {
  const ordersSince = async (tenantId: string, cart: JsonValue): Promise<readonly JsonValue[]> => {
    const since = Date.parse(asText(field(cart, 'creationTimestamp')) ?? '');
    const orders = await readAllPages(
      caller,
      { path: `${customerPath(tenantId)}/orders`, tenant: tenantId },
      limits.pages,
    );
    return orders.filter((order) => !(Date.parse(asText(field(order, 'creationDate')) ?? '') < since));
  };

  return {
    currentOffer: (tenantId, offerId) => currentOffer(caller, limits, tenantId, offerId),

    async makeCart(tenantId, lines, requestId) {
      const path = `${customerPath(tenantId)}/carts`;
      const send = async (): Promise<JsonValue> => {
        const cart = await caller.write({
          method: 'POST',
          path,
          tenant: tenantId,
          body: { lineItems: lines.map(lineBody) },
          messageRequestId: messageRequestId(requestId, 'POST', path),
        });
        if (asText(field(cart, 'id')) === null) throw doubtful({ code: 'no_cart_in_reply' });
        return cart;
      };
      // A cart that was made and not heard of binds nobody: the repeated request id brings it, or another is made.
      const cart = await untilKnown(send, async () => null, limits, runtime);
      return { cartId: asText(field(cart, 'id')) ?? '', problems: problemsIn(cart) };
    },

    async checkOut(tenantId, cartId, requestId) {
      const path = `${customerPath(tenantId)}/carts/${encodeURIComponent(cartId)}`;
      const cart = await caller.read({ path, tenant: tenantId });
      const send = async (): Promise<readonly LineOutcome[]> => {
        const reply = await caller
          .write({
            method: 'POST',
            path: `${path}/checkout`,
            tenant: tenantId,
            messageRequestId: messageRequestId(requestId, 'POST', `${path}/checkout`),
          })
          .catch((error: unknown): never => {
            throw isCode(error, BUSY) ? doubtful({ code: BUSY, cause: error }) : error;
          });
        if (!Array.isArray(field(reply, 'orders'))) throw doubtful({ code: 'no_orders_in_reply' });
        return outcomesOfCheckout(cart, reply);
      };
      const readBack = async (): Promise<readonly LineOutcome[] | null> => {
        const status = asText(field(await caller.read({ path, tenant: tenantId }), 'status'));
        if (status?.toLowerCase() !== 'ordered') return null;
        return outcomesByOrders(cart, await ordersSince(tenantId, cart));
      };
      const outcomes = await untilKnown(send, readBack, limits, runtime).catch(async (error: unknown) => {
        if (isCode(error, DONE)) return outcomesByOrders(cart, await ordersSince(tenantId, cart));
        throw error;
      });
      return await Promise.all(outcomes.map((outcome) => withSubscription(tenantId, outcome)));
    },
  };

  /** The order stands whatever happens from here on: what cannot be seen yet is found by reading later. */
  async function withSubscription(tenantId: string, outcome: LineOutcome): Promise<LineOutcome> {
    if (outcome.kind === 'refused' || outcome.subscriptionId !== null) return outcome;
    const look = lookFor(caller, tenantId, outcome.orderId, limits.pages);
    return { ...outcome, subscriptionId: await awaitSight(look, limits.orderVisibleMs, runtime) };
  }
}

function lookFor(caller: Caller, tenantId: string, orderId: string, pages: number): () => Promise<string | null> {
  return () => subscriptionOfOrder(caller, tenantId, orderId, pages).catch(() => null);
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof PartnerCenterError && error.code === code;
}

function lineBody({ offerId, quantity, termDuration, billingCycle = 'monthly' }: CartLine, id: number): JsonValue {
  return {
    id,
    catalogItemId: offerId,
    quantity,
    billingCycle,
    ...(termDuration === undefined ? {} : { termDuration }),
  };
}

function problemsIn(cart: JsonValue): readonly LineProblem[] {
  return asList(field(cart, 'lineItems')).flatMap((line, place) => {
    const code = asText(fieldAt(line, 'error', 'errorCode'));
    return code === null
      ? []
      : [{ line: place, code, description: asText(fieldAt(line, 'error', 'errorDescription'))?.slice(0, 500) ?? null }];
  });
}
