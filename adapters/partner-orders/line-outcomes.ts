import { asList, asText, field, type JsonValue } from '../partner-center/json.ts';
import { isOrderFor, placedOf } from '../partner-center/orders.ts';
import type { CartLine, LineOutcome } from './port.ts';

/** Neither sold nor refused by a word of Microsoft's: a person looks. */
const NOT_FOUND = 'line_not_found';

/**
 * What a checkout made of each line. An error names the group of its line; an order is recognised by what it orders, the
 * lines of the same offer and quantity being as good as each other.
 */
export function outcomesOfCheckout(
  cart: JsonValue,
  lines: readonly CartLine[],
  reply: JsonValue,
): readonly LineOutcome[] {
  const errors = asList(field(reply, 'orderErrors'));
  const items = asList(field(cart, 'lineItems'));
  const codeOf = (place: number): string | null => {
    const group = asText(field(items[place], 'orderGroup')) ?? String(place);
    const error = errors.find((one) => asText(field(one, 'orderGroupId')) === group);
    return error === undefined ? null : (asText(field(error, 'code')) ?? NOT_FOUND);
  };
  return matched(lines, asList(field(reply, 'orders')), codeOf);
}

/** What became of each line, from the orders that were placed since the cart was made. */
export function outcomesByOrders(lines: readonly CartLine[], orders: readonly JsonValue[]): readonly LineOutcome[] {
  return matched(lines, orders, () => null);
}

function matched(
  lines: readonly CartLine[],
  orders: readonly JsonValue[],
  codeOf: (place: number) => string | null,
): readonly LineOutcome[] {
  const left = [...orders];
  return lines.map((line, place): LineOutcome => {
    const code = codeOf(place);
    if (code !== null) return { kind: 'refused', code };
    const at = left.findIndex((order) => isOrderFor(order, line));
    const placed = at < 0 ? null : placedOf(left.splice(at, 1)[0] ?? null);
    return placed === null ? { kind: 'refused', code: NOT_FOUND } : { kind: 'ordered', ...placed };
  });
}
