import { asInteger, asList, asText, field, type JsonValue } from '../partner-center/json.ts';
import { isOrderFor, placedOf } from '../partner-center/orders.ts';
import type { LineOutcome } from './port.ts';

/** Neither sold nor refused by a word of Microsoft's: a person looks. */
const NOT_FOUND = 'line_not_found';

/**
 * What a checkout made of each line. An error names the group of its line; an order is recognised by what it orders, the
 * lines of the same offer and quantity being as good as each other.
 */
export function outcomesOfCheckout(cart: JsonValue, reply: JsonValue): readonly LineOutcome[] {
  const errors = asList(field(reply, 'orderErrors'));
  const codeOf = (line: JsonValue, place: number): string | null => {
    const group = asText(field(line, 'orderGroup')) ?? String(place);
    const error = errors.find((one) => asText(field(one, 'orderGroupId')) === group);
    return error === undefined ? null : (asText(field(error, 'code')) ?? NOT_FOUND);
  };
  return matched(cart, asList(field(reply, 'orders')), codeOf);
}

/** What became of each line, from the orders that were placed since the cart was made. */
export function outcomesByOrders(cart: JsonValue, orders: readonly JsonValue[]): readonly LineOutcome[] {
  return matched(cart, orders, () => null);
}

function matched(
  cart: JsonValue,
  orders: readonly JsonValue[],
  codeOf: (line: JsonValue, place: number) => string | null,
): readonly LineOutcome[] {
  const left = [...orders];
  return asList(field(cart, 'lineItems')).map((line, place): LineOutcome => {
    const code = codeOf(line, place);
    if (code !== null) return { kind: 'refused', code };
    const wanted = {
      offerId: asText(field(line, 'catalogItemId')) ?? '',
      quantity: asInteger(field(line, 'quantity')) ?? 0,
    };
    const at = left.findIndex((order) => isOrderFor(order, wanted));
    const placed = at < 0 ? null : placedOf(left.splice(at, 1)[0] ?? null);
    return placed === null ? { kind: 'refused', code: NOT_FOUND } : { kind: 'ordered', ...placed };
  });
}
