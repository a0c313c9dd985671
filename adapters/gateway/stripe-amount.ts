import { currencyDigits, type Money, money } from '../../domain/money.ts';
import { GatewayError } from './port.ts';

/**
 * Stripe counts in its own smallest units, which are ISO 4217's for most currencies but not for all
 * (docs.stripe.com/currencies, read 2026-11).
 */
const withoutDecimals: ReadonlySet<string> = new Set(
  'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '),
);
/** Counted in thousandths, of which the last digit must be 0. */
const withThreeDecimals: ReadonlySet<string> = new Set('BHD JOD KWD OMR TND'.split(' '));
/**
 * Stripe's pages list UGX both without decimals and with two. A charge a hundred times too high is worse than none, so it
 * is refused until somebody has seen what the API does.
 */
const undecided: ReadonlySet<string> = new Set(['UGX']);

const stripeDigits = (currency: string): number =>
  withoutDecimals.has(currency) ? 0 : withThreeDecimals.has(currency) ? 3 : 2;

function digitsOf(currency: string): { readonly iso: number; readonly stripe: number } {
  const iso = currencyDigits(currency);
  if (iso === undefined || undecided.has(currency)) throw new GatewayError('refused', { code: 'unsupported_currency' });
  return { iso, stripe: stripeDigits(currency) };
}

/**
 * A positive amount as Stripe wants it.
 *
 * @throws GatewayError `refused` when Stripe cannot express it exactly: nothing is rounded here
 */
export function toStripeAmount(amount: Money): { readonly amount: number; readonly currency: string } {
  const { iso, stripe } = digitsOf(amount.currency);
  const scaled = amount.minor * 10n ** BigInt(Math.max(0, stripe - iso));
  const divisor = 10n ** BigInt(Math.max(0, iso - stripe));
  const smallestStep = withThreeDecimals.has(amount.currency) ? 10n : divisor;
  if (scaled % smallestStep !== 0n) throw new GatewayError('refused', { code: 'amount_not_expressible' });
  const units = scaled / divisor;
  if (units <= 0n || units > BigInt(Number.MAX_SAFE_INTEGER))
    throw new GatewayError('refused', { code: 'amount_out_of_range' });
  return { amount: Number(units), currency: amount.currency.toLowerCase() };
}

/** @throws GatewayError `malformed` when the amount is no whole number of the currency's ISO minor units */
export function fromStripeAmount(units: number, stripeCurrency: string): Money {
  const currency = stripeCurrency.toUpperCase();
  const { iso, stripe } = digitsOf(currency);
  if (!Number.isSafeInteger(units)) throw new GatewayError('malformed', { code: 'amount' });
  const scaled = BigInt(units) * 10n ** BigInt(Math.max(0, iso - stripe));
  const divisor = 10n ** BigInt(Math.max(0, stripe - iso));
  if (scaled % divisor !== 0n) throw new GatewayError('malformed', { code: 'amount' });
  return money(scaled / divisor, currency);
}
