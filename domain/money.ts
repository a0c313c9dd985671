import type { Money } from './amount.ts';
import { currencyDigits } from './currencies.ts';

export type { Money } from './amount.ts';
export { currencyDigits } from './currencies.ts';
export {
  formatMoney,
  formatMoneyForPeople,
  fromStored,
} from './money-format.ts';

/** Two amounts of different currencies met. Always a mistake of the caller: nothing here converts. */
export class CurrencyMismatch extends Error {
  override readonly name = 'CurrencyMismatch';
  readonly left: string;
  readonly right: string;

  constructor(left: string, right: string) {
    super(`cannot combine ${left} with ${right}`);
    this.left = left;
    this.right = right;
  }
}

/** @throws RangeError when `currency` is not an ISO 4217 code with a minor unit. */
export function money(minor: bigint, currency: string): Money {
  if (currencyDigits(currency) === undefined) throw new RangeError(`unknown currency: ${currency}`);
  return Object.freeze({ minor, currency });
}

export function zero(currency: string): Money {
  return money(0n, currency);
}

/** @throws CurrencyMismatch as do all functions here that take two amounts. */
export function add(left: Money, right: Money): Money {
  sameCurrency(left, right);
  return money(left.minor + right.minor, left.currency);
}

export function subtract(left: Money, right: Money): Money {
  sameCurrency(left, right);
  return money(left.minor - right.minor, left.currency);
}

export function negate(amount: Money): Money {
  return money(-amount.minor, amount.currency);
}

/** Negative, zero or positive, as `Array.sort` wants it. */
export function compare(left: Money, right: Money): -1 | 0 | 1 {
  sameCurrency(left, right);
  if (left.minor === right.minor) return 0;
  return left.minor < right.minor ? -1 : 1;
}

export function isZero(amount: Money): boolean {
  return amount.minor === 0n;
}

export function isPositive(amount: Money): boolean {
  return amount.minor > 0n;
}

export function min(left: Money, right: Money): Money {
  return compare(left, right) <= 0 ? left : right;
}

export function max(left: Money, right: Money): Money {
  return compare(left, right) >= 0 ? left : right;
}

/** The currency is asked for so that the sum of nothing is still an amount. */
export function sum(amounts: Iterable<Money>, currency: string): Money {
  let total = zero(currency);
  for (const amount of amounts) total = add(total, amount);
  return total;
}

function sameCurrency(left: Money, right: Money): void {
  if (left.currency !== right.currency) throw new CurrencyMismatch(left.currency, right.currency);
}
