import { divideHalfUp } from '../decimal.ts';
import { currencyDigits } from '../money.ts';

const PLAIN = /^(-?)(\d{1,30})(?:\.(\d{1,60}))?$/;

/**
 * Minor units of a decimal text with any number of digits, rounded half away from zero: Microsoft prints more digits than
 * any money has (contract §2.2). @throws RangeError for anything else, and for an unknown currency
 */
export function minorOfText(text: string, currency: string): bigint {
  const match = PLAIN.exec(text);
  const digits = currencyDigits(currency);
  if (match === null) throw new RangeError(`not a plain decimal: ${text}`);
  if (digits === undefined) throw new RangeError(`unknown currency: ${currency}`);
  const [, sign, whole, fraction = ''] = match;
  const value = BigInt(`${whole}${fraction}`) * 10n ** BigInt(digits);
  const minor = divideHalfUp(value, 10n ** BigInt(fraction.length));
  return sign === '-' ? -minor : minor;
}
