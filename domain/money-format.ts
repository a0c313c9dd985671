import { currencyDigits } from './currencies.ts';
import type { Money } from './amount.ts';

/** Money at rest in JSON: `{"minor": "124000", "currency": "PLN"}`. */
export interface StoredMoney {
  readonly minor: string;
  readonly currency: string;
}

/** Why a pair of amount and currency is not money. `reason` is stable; `detail` is for a person. */
export interface MoneyProblem {
  readonly problem: 'invalid_money';
  readonly field: 'amount' | 'currency';
  readonly reason: 'notAString' | 'malformed' | 'tooManyDigits' | 'tooLarge' | 'unknownCurrency';
  readonly detail: string;
}

/**
 * Ten to the fifteenth minor units, ten trillion in PLN. A PostgreSQL `bigint` holds nine thousand such amounts, so a
 * customer's sums cannot overflow, and nobody owes that much: it is a slipped decimal point.
 */
const LARGEST = 10n ** 15n;
const DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.(\d+))?$/;

/**
 * Reads the wire form (`"1240.00"`, `"PLN"`). A number is refused as is an exponent, a leading `+` or zero, and more
 * digits than the currency has, also when they are zeros: who writes `1.000` for PLN may have meant a thousand.
 */
export function parseMoney(amount: unknown, currency: unknown): Money | MoneyProblem {
  if (typeof currency !== 'string') return problem('currency', 'notAString', 'currency must be a string');
  const digits = currencyDigits(currency);
  if (digits === undefined) return problem('currency', 'unknownCurrency', 'not an ISO 4217 currency');
  if (typeof amount !== 'string') return problem('amount', 'notAString', 'amount must be a decimal string');
  if (amount.length > 40) return problem('amount', 'tooLarge', 'amount is too large');
  const match = DECIMAL.exec(amount);
  if (match === null) return problem('amount', 'malformed', 'amount must be a plain decimal such as "1240.00"');
  const fraction = match[1] ?? '';
  if (fraction.length > digits) return problem('amount', 'tooManyDigits', `${currency} has ${digits} decimal digits`);
  const minor = BigInt(amount.replace('.', '') + '0'.repeat(digits - fraction.length));
  if (minor >= LARGEST || minor <= -LARGEST) return problem('amount', 'tooLarge', 'amount is too large');
  return Object.freeze({ minor, currency });
}

export function isMoneyProblem(value: Money | MoneyProblem): value is MoneyProblem {
  return 'problem' in value;
}

/** The wire form, always with all of the currency's digits: `1240.00`, `-0.05`, `1240` for JPY. */
export function formatMoney(amount: Money): string {
  const digits = digitsOf(amount);
  const sign = amount.minor < 0n ? '-' : '';
  const text = (amount.minor < 0n ? -amount.minor : amount.minor).toString().padStart(digits + 1, '0');
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/**
 * As a notice or a screen shows it: `1 240,00 PLN` for `pl`. The code and not the sign, since `$` and `kr` name several
 * currencies; always grouped, since a debtor reads it once; spaces are non-breaking.
 *
 * @throws RangeError when `locale` is not a BCP 47 tag.
 */
export function formatMoneyForPeople(amount: Money, locale: string): string {
  const exact = formatMoney(amount);
  if (!isNumeric(exact)) throw new RangeError(`not a decimal: ${exact}`);
  return formatterFor(locale, amount.currency, digitsOf(amount)).format(exact);
}

export function toStored(amount: Money): StoredMoney {
  return Object.freeze({ minor: amount.minor.toString(), currency: amount.currency });
}

/** @throws SyntaxError or RangeError when the stored form is damaged. */
export function fromStored(stored: StoredMoney): Money {
  if (!/^-?\d+$/.test(stored.minor)) throw new SyntaxError(`not minor units: ${stored.minor}`);
  if (currencyDigits(stored.currency) === undefined) throw new RangeError(`unknown currency: ${stored.currency}`);
  return Object.freeze({ minor: BigInt(stored.minor), currency: stored.currency });
}

function digitsOf(amount: Money): number {
  const digits = currencyDigits(amount.currency);
  if (digits === undefined) throw new RangeError(`unknown currency: ${amount.currency}`);
  return digits;
}

function problem(field: MoneyProblem['field'], reason: MoneyProblem['reason'], detail: string): MoneyProblem {
  return Object.freeze({ problem: 'invalid_money', field, reason, detail });
}

/** `Intl` formats such a string exactly, without going through a float. */
function isNumeric(text: string): text is `${number}` {
  return DECIMAL.test(text);
}

const formatters = new Map<string, Intl.NumberFormat>();

/** The digits are ours and not those of CLDR, which drops the minor unit of HUF, PKR and others. */
function formatterFor(locale: string, currency: string, digits: number): Intl.NumberFormat {
  const key = `${locale} ${currency}`;
  let formatter = formatters.get(key);
  if (formatter === undefined) {
    formatter = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      currencyDisplay: 'code',
      useGrouping: 'always',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formatters.set(key, formatter);
  }
  return formatter;
}
