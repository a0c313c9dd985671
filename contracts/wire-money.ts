import { z } from 'zod';
import { isDecimal } from '../domain/decimal.ts';
import type { ErrorCode } from '../domain/errors.ts';
import { currencyDigits, type Money } from '../domain/money.ts';
import { formatMoney, isMoneyProblem, parseMoney } from '../domain/money-format.ts';

/** A price of one unit: an exact decimal string with at most 10 fraction digits, not yet rounded to minor units. */
export interface UnitPrice {
  readonly amount: string;
  /** Null where only the amount was given: then it is in the invoice's currency. */
  readonly currency: string | null;
}

/** What an issue of a schema carries when it stands for a code of its own instead of `malformed`. */
export interface CodedIssue {
  readonly code: ErrorCode;
}

const invalidMoney = { code: 'invalid_money' } satisfies CodedIssue;
const wireShape = (pattern: string, examples: readonly object[]) => ({
  type: 'object' as const,
  properties: {
    amount: { type: 'string' as const, pattern },
    currency: { type: 'string' as const, pattern: '^[A-Z]{3}$' },
  },
  required: ['amount', 'currency'],
  additionalProperties: false,
  examples,
});

/** Reads `{amount, currency}` without coercion; unlike an object schema it can tell bad money from a bad field. */
function readPair(value: unknown, report: (message: string, path: string[], known?: CodedIssue) => void) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    report('must be {"amount": "1240.00", "currency": "PLN"}', [], invalidMoney);
    return undefined;
  }
  const { amount, currency, ...unknown } = value as Record<string, unknown>;
  for (const field of Object.keys(unknown)) report('unknown field', [field]);
  return Object.keys(unknown).length > 0 ? undefined : { amount, currency };
}

/** Money of any sign. On the wire `{"amount": "1240.00", "currency": "PLN"}`, in the code `Money`. */
export const money = z
  .codec(
    z.unknown().meta(wireShape('^-?(0|[1-9]\\d*)(\\.\\d+)?$', [{ amount: '1240.00', currency: 'PLN' }])),
    z.custom<Money>(),
    {
      decode(value, context) {
        const report = (message: string, path: string[], params?: CodedIssue) =>
          context.issues.push({ code: 'custom', input: value, message, path, params: { ...params } });
        const pair = readPair(value, report);
        if (pair === undefined) return z.NEVER;
        const parsed = parseMoney(pair.amount, pair.currency);
        if (!isMoneyProblem(parsed)) return parsed;
        report(parsed.detail, [parsed.field], invalidMoney);
        return z.NEVER;
      },
      encode: (amount) => ({ amount: formatMoney(amount), currency: amount.currency }),
    },
  )
  .meta({ id: 'Money', description: 'An exact amount; at most the fraction digits of its ISO 4217 currency.' });

/** Money above zero: what is paid, asked for, promised or disputed. */
export const positiveMoney = money.refine((amount) => amount.minor > 0n, {
  error: 'must be above zero',
  path: ['amount'],
  params: invalidMoney,
});

/** Money of zero or more: limits and thresholds. */
export const limitMoney = money.refine((amount) => amount.minor >= 0n, {
  error: 'must not be negative',
  path: ['amount'],
  params: invalidMoney,
});

const UNIT_PRICE = '^-?(0|[1-9]\\d*)(\\.\\d{1,10})?$';

/** The price of one unit on an invoice line, bare or with its currency; may be negative for a rebate. */
export const unitPrice = z
  .codec(
    z.unknown().meta({
      anyOf: [{ type: 'string', pattern: UNIT_PRICE }, wireShape(UNIT_PRICE, [{ amount: '0.0125', currency: 'PLN' }])],
    }),
    z.custom<UnitPrice>(),
    {
      decode(value, context) {
        const report = (message: string, path: string[], params?: CodedIssue) =>
          context.issues.push({ code: 'custom', input: value, message, path, params: { ...params } });
        if (isDecimal(value)) return { amount: value, currency: null };
        const pair = readPair(value, report);
        if (pair === undefined) return z.NEVER;
        const { amount, currency } = pair;
        if (typeof currency !== 'string' || currencyDigits(currency) === undefined) {
          report('not an ISO 4217 currency', ['currency'], invalidMoney);
          return z.NEVER;
        }
        if (isDecimal(amount)) return { amount, currency };
        report('must be a decimal string with at most 10 fraction digits', ['amount'], invalidMoney);
        return z.NEVER;
      },
      encode: ({ amount, currency }) => (currency === null ? amount : { amount, currency }),
    },
  )
  .meta({ id: 'UnitPrice', description: 'A price of one unit, with at most 10 fraction digits.' });

/** A quantity or a rate in per cent: a decimal string with at most 10 fraction digits. */
export const decimal = z
  .string()
  .refine(isDecimal, { error: 'must be a decimal string with at most 10 fraction digits' })
  .meta({ id: 'Decimal', pattern: '^-?(0|[1-9]\\d*)(\\.\\d{1,10})?$', examples: ['1', '23'] });

/** An ISO 4217 currency. */
export const currency = z
  .string()
  .refine((code) => currencyDigits(code) !== undefined, { error: 'not an ISO 4217 currency' })
  .meta({ id: 'Currency', pattern: '^[A-Z]{3}$', examples: ['PLN'] });
