import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { divideHalfUp, type InvoiceLine, isDecimal, type LineAmounts, lineAmounts } from '../../domain/decimal.ts';
import { formatMoney, money } from '../../domain/money.ts';
import { expectCaught } from '../support/planted-bug.ts';

const fraction = fc.stringMatching(/^\d{1,10}$/);
const unsigned = fc
  .tuple(fc.integer({ min: 0, max: 999_999 }), fc.option(fraction))
  .map(([whole, digits]) => (digits === null ? `${whole}` : `${whole}.${digits}`));
const line: fc.Arbitrary<InvoiceLine> = fc.record({ quantity: unsigned, unitPrice: unsigned, taxRate: unsigned });

function printed({ net, tax, gross }: LineAmounts): string {
  return [net, tax, gross].map(formatMoney).join(' ');
}

/** The exact value in units of 10^-30, by another way than the implementation. */
function exact(...factors: readonly string[]): bigint {
  return factors.reduce((product, factor) => {
    const [whole = '', digits = ''] = factor.split('.');
    return product * BigInt(whole + digits.padEnd(10, '0'));
  }, 1n);
}

/** |rounded − exact| is at most half of the smallest unit, and a half goes up. */
function roundsHalfUp(amountsOf: (line: InvoiceLine, currency: string) => LineAmounts) {
  return fc.property(line, (one) => {
    const { net, tax, gross } = amountsOf(one, 'PLN');
    const unit = 10n ** 18n;
    const netError = net.minor * unit - exact(one.quantity, one.unitPrice);
    expect(netError > -unit / 2n && netError <= unit / 2n).toBe(true);
    const taxUnit = 100n * 10n ** 10n;
    const taxError = tax.minor * taxUnit - net.minor * exact(one.taxRate);
    expect(taxError > -taxUnit / 2n && taxError <= taxUnit / 2n).toBe(true);
    expect(gross.minor).toBe(net.minor + tax.minor);
  });
}

const cutOff = (one: InvoiceLine, currency: string): LineAmounts => {
  const net = exact(one.quantity, one.unitPrice) / 10n ** 18n;
  const tax = (net * exact(one.taxRate)) / (100n * 10n ** 10n);
  return { net: money(net, currency), tax: money(tax, currency), gross: money(net + tax, currency) };
};

const throughFloat = (one: InvoiceLine, currency: string): LineAmounts => {
  const net = BigInt(Math.round(Number(one.quantity) * Number(one.unitPrice) * 100));
  const tax = BigInt(Math.round((Number(net) * Number(one.taxRate)) / 100));
  return { net: money(net, currency), tax: money(tax, currency), gross: money(net + tax, currency) };
};

describe('a line', () => {
  test('is rounded half up, once, and its tax is taken from the rounded net', () => {
    fc.assert(roundsHalfUp(lineAmounts), { numRuns: 1000 });
  });

  test('control: cutting off instead of rounding, and rounding through a float, are caught', () => {
    expectCaught(roundsHalfUp(cutOff));
    expectCaught(roundsHalfUp(throughFloat));
  });

  test('a credit is the exact mirror of the charge', () => {
    fc.assert(
      fc.property(line, (one) => {
        const charged = lineAmounts(one, 'PLN');
        const credited = lineAmounts({ ...one, quantity: `-${one.quantity}` }, 'PLN');
        expect(credited.net.minor + charged.net.minor).toBe(0n);
        expect(credited.tax.minor + charged.tax.minor).toBe(0n);
        expect(credited.gross.minor + charged.gross.minor).toBe(0n);
      }),
    );
  });

  test.each([
    ['1', '100', '23', 'PLN', '100.00 23.00 123.00'],
    ['3', '0.335', '23', 'PLN', '1.01 0.23 1.24'],
    ['1', '0.005', '0', 'PLN', '0.01 0.00 0.01'],
    ['1', '0.0049999999', '0', 'PLN', '0.00 0.00 0.00'],
    ['-1', '0.005', '0', 'PLN', '-0.01 0.00 -0.01'],
    ['-1', '1.5', '0', 'JPY', '-2 0 -2'],
    ['1', '-2.50', '8', 'PLN', '-2.50 -0.20 -2.70'],
    ['-1', '-2.50', '8', 'PLN', '2.50 0.20 2.70'],
    ['1', '12.5', '10', 'JPY', '13 1 14'],
    ['0.3333333333', '0.0000000001', '23', 'KWD', '0.000 0.000 0.000'],
    ['744', '0.0125', '23', 'PLN', '9.30 2.14 11.44'],
    ['1', '10.10', '5.5', 'PLN', '10.10 0.56 10.66'],
    ['999999999999999', '1', '23', 'JPY', '999999999999999 230000000000000 1229999999999999'],
  ])('%s × %s with %s %% in %s is %s', (quantity, unitPrice, taxRate, currency, amounts) => {
    expect(printed(lineAmounts({ quantity, unitPrice, taxRate }, currency))).toBe(amounts);
  });

  test('a negative tax rate, an unknown currency and what is no decimal are refused', () => {
    const good = { quantity: '1', unitPrice: '1', taxRate: '23' };
    expect(() => lineAmounts({ ...good, taxRate: '-23' }, 'PLN')).toThrow(RangeError);
    expect(() => lineAmounts(good, 'XYZ')).toThrow(RangeError);
    expect(() => lineAmounts({ ...good, quantity: '1e3' }, 'PLN')).toThrow(RangeError);
  });
});

describe('a decimal', () => {
  test.each(['0', '-0', '1', '23', '0.1', '-12.3456789012', '999999999999999.9999999999'])('%s is one', (text) => {
    expect(isDecimal(text)).toBe(true);
  });

  test.each(['', '+1', '1.', '.1', '01', '1e3', '1.12345678901', '1000000000000000', '1,5', ' 1', '1\n', 1, null])(
    '%j is none',
    (value) => {
      expect(isDecimal(value)).toBe(false);
    },
  );
});

test('a half is rounded away from zero', () => {
  expect([-5n, -4n, -3n, -2n, -1n, 0n, 1n, 2n, 3n, 4n, 5n].map((value) => divideHalfUp(value, 2n))).toEqual([
    -3n,
    -2n,
    -2n,
    -1n,
    -1n,
    0n,
    1n,
    1n,
    2n,
    2n,
    3n,
  ]);
});
