import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromStripeAmount, toStripeAmount } from '../../../adapters/gateway/stripe-amount.ts';
import { money } from '../../../domain/money.ts';

const refusedAs = (code: string): unknown => expect.objectContaining({ name: 'GatewayError', code });

describe('an amount for Stripe', () => {
  test.each([
    ['PLN', 124_000n, 124_000],
    ['JPY', 500n, 500],
    ['HUF', 1_045n, 1_045],
    // ISO says no decimals, Stripe wants two.
    ['ISK', 5n, 500],
    // ISO says two decimals, Stripe wants none.
    ['MGA', 500n, 5],
    ['KWD', 5_120n, 5_120],
  ])('in %s of %s minor units is %i', (currency, minor, units) => {
    expect(toStripeAmount(money(minor, currency))).toEqual({ amount: units, currency: currency.toLowerCase() });
    expect(fromStripeAmount(units, currency.toLowerCase())).toEqual(money(minor, currency));
  });

  test.each([
    ['KWD', 5_124n, 'amount_not_expressible'],
    ['MGA', 501n, 'amount_not_expressible'],
    ['UGX', 500n, 'unsupported_currency'],
    ['PLN', 0n, 'amount_out_of_range'],
    ['PLN', -100n, 'amount_out_of_range'],
    ['PLN', 10n ** 18n, 'amount_out_of_range'],
  ])('in %s of %s minor units is refused, not rounded', (currency, minor, code) => {
    expect(() => toStripeAmount(money(minor, currency))).toThrow(refusedAs(code));
  });

  test('comes back as it went, in every currency it can be expressed in', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('PLN', 'EUR', 'JPY', 'ISK', 'MGA', 'KWD', 'BHD', 'HUF', 'TWD'),
        fc.bigInt({ min: 1n, max: 10n ** 9n }),
        (currency, tens) => {
          const amount = money(tens * 100n, currency);
          const { amount: units } = toStripeAmount(amount);
          expect(fromStripeAmount(units, currency.toLowerCase())).toEqual(amount);
        },
      ),
    );
  });

  test('that Stripe states in fractions of our smallest unit is an error, not a rounding', () => {
    expect(() => fromStripeAmount(550, 'isk')).toThrow(refusedAs('amount'));
    expect(() => fromStripeAmount(1.5, 'pln')).toThrow(refusedAs('amount'));
  });
});
