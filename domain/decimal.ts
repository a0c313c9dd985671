import { currencyDigits, type Money, money } from './money.ts';

/** An exact decimal number, `digits / 10^scale`. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/** One line as printed on the invoice: quantity times unit price, and a tax rate in per cent (`"23"` = 23 %). */
export interface InvoiceLine {
  readonly quantity: string;
  readonly unitPrice: string;
  readonly taxRate: string;
}

export interface LineAmounts {
  readonly net: Money;
  readonly tax: Money;
  readonly gross: Money;
}

const DECIMAL = /^-?(?:0|[1-9]\d{0,14})(?:\.(\d{1,10}))?$/;

/** A plain decimal string with at most 15 digits before and 10 after the point: unit prices, quantities, tax rates. */
export function isDecimal(value: unknown): value is string {
  return typeof value === 'string' && DECIMAL.test(value);
}

/** @throws RangeError unless `isDecimal(text)`. */
export function parseDecimal(text: string): Decimal {
  const match = DECIMAL.exec(text);
  if (match === null) throw new RangeError(`not a decimal with at most 10 fraction digits: ${text}`);
  return Object.freeze({ digits: BigInt(text.replace('.', '')), scale: match[1]?.length ?? 0 });
}

/**
 * What a line comes to. Net is rounded once; tax is taken from the rounded net, so that the reader can check it from
 * what is printed; gross is their sum. A negative quantity or price gives the exact mirror of the positive line, so that
 * a credit undoes what was charged to the last grosz.
 *
 * @throws RangeError when a string is no decimal, the tax rate is negative, or the currency is unknown.
 */
export function lineAmounts(line: InvoiceLine, currency: string): LineAmounts {
  const digits = currencyDigits(currency);
  if (digits === undefined) throw new RangeError(`unknown currency: ${currency}`);
  const quantity = parseDecimal(line.quantity);
  const unitPrice = parseDecimal(line.unitPrice);
  const taxRate = parseDecimal(line.taxRate);
  if (taxRate.digits < 0n) throw new RangeError(`negative tax rate: ${line.taxRate}`);
  const net = divideHalfUp(
    quantity.digits * unitPrice.digits * powerOfTen(digits),
    powerOfTen(quantity.scale + unitPrice.scale),
  );
  const tax = divideHalfUp(net * taxRate.digits, 100n * powerOfTen(taxRate.scale));
  return Object.freeze({ net: money(net, currency), tax: money(tax, currency), gross: money(net + tax, currency) });
}

/** Division rounded half up, for negative dividends half away from zero. `divisor` must be positive. */
export function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  if (dividend < 0n) return -divideHalfUp(-dividend, divisor);
  return (2n * dividend + divisor) / (2n * divisor);
}

function powerOfTen(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}
