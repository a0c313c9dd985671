import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  add,
  CurrencyMismatch,
  compare,
  currencyDigits,
  isPositive,
  isZero,
  type Money,
  max,
  min,
  money,
  negate,
  subtract,
  sum,
  zero,
} from '../../domain/money.ts';
import { expectCaught } from '../support/planted-bug.ts';

const minor = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n });
const amount = minor.map((value) => money(value, 'PLN'));

function addsUpExactly(sumOf: (amounts: readonly Money[], currency: string) => Money) {
  return fc.property(fc.array(amount), (amounts) => {
    expect(sumOf(amounts, 'PLN').minor).toBe(amounts.reduce((total, part) => total + part.minor, 0n));
  });
}

const throughFloat = (amounts: readonly Money[], currency: string) =>
  money(BigInt(amounts.reduce((total, part) => total + Number(part.minor), 0)), currency);

describe('arithmetic', () => {
  test('sums are exact and do not depend on order', () => {
    fc.assert(addsUpExactly(sum));
    fc.assert(
      fc.property(fc.array(amount), (amounts) => {
        expect(sum(amounts.toReversed(), 'PLN')).toEqual(sum(amounts, 'PLN'));
      }),
    );
  });

  test('control: a sum through floating point is caught', () => {
    expectCaught(addsUpExactly(throughFloat));
  });

  test('what is added can be taken off again', () => {
    fc.assert(
      fc.property(amount, amount, (left, right) => {
        expect(subtract(add(left, right), right)).toEqual(left);
        expect(add(left, negate(left))).toEqual(zero('PLN'));
        expect(subtract(left, right)).toEqual(negate(subtract(right, left)));
      }),
    );
  });

  test('compare, min and max agree with each other', () => {
    fc.assert(
      fc.property(amount, amount, (left, right) => {
        expect(compare(left, right)).toBe(-compare(right, left) + 0);
        expect(compare(min(left, right), max(left, right))).toBeLessThanOrEqual(0);
        expect(add(min(left, right), max(left, right))).toEqual(add(left, right));
        expect(isPositive(subtract(left, right))).toBe(compare(left, right) > 0);
        expect(isZero(subtract(left, right))).toBe(compare(left, right) === 0);
      }),
    );
  });

  test('the sum of nothing is nothing of the currency asked for', () => {
    expect(sum([], 'EUR')).toEqual({ minor: 0n, currency: 'EUR' });
  });

  test('an amount cannot be changed', () => {
    expect(() => Object.assign(money(1n, 'PLN'), { minor: 2n })).toThrow(TypeError);
  });
});

describe('currencies', () => {
  const zloty = money(1n, 'PLN');
  const euro = money(1n, 'EUR');

  test.each([
    ['add', () => add(zloty, euro)],
    ['subtract', () => subtract(zloty, euro)],
    ['compare', () => compare(zloty, euro)],
    ['min', () => min(zloty, euro)],
    ['max', () => max(zloty, euro)],
    ['sum', () => sum([zloty, zloty], 'EUR')],
    ['sum of a mixed list', () => sum([zloty, euro], 'PLN')],
  ])('%s refuses to mix them', (_name, mixing) => {
    expect(mixing).toThrow(CurrencyMismatch);
  });

  test.each([
    ['JPY', 0],
    ['ISK', 0],
    ['PLN', 2],
    ['HUF', 2],
    ['KWD', 3],
    ['TND', 3],
    ['CLF', 4],
  ])('%s has %i digits', (code, digits) => {
    expect(currencyDigits(code)).toBe(digits);
  });

  test.each(['XXX', 'XAU', 'pln', 'PL', 'ZZZ', '', 'constructor'])('%j is no currency', (code) => {
    expect(currencyDigits(code)).toBeUndefined();
    expect(() => money(1n, code)).toThrow(RangeError);
  });

  test('a withdrawn currency of an old book is still readable', () => {
    expect(currencyDigits('HRK')).toBe(2);
  });

  test('every currency that the engine knows as current is known here, but for two that nobody is invoiced in', () => {
    const unknown = Intl.supportedValuesOf('currency').filter((code) => currencyDigits(code) === undefined);
    expect(unknown).toEqual(['XDR', 'XSU']);
  });

  test('digits are those of the engine, except where CLDR drops a minor unit that ISO 4217 has', () => {
    const known = Intl.supportedValuesOf('currency').filter((code) => currencyDigits(code) !== undefined);
    for (const code of known) {
      const { maximumFractionDigits } = new Intl.NumberFormat('en', {
        style: 'currency',
        currency: code,
      }).resolvedOptions();
      expect([code, maximumFractionDigits === 0 ? 0 : currencyDigits(code)]).toEqual([code, maximumFractionDigits]);
    }
  });
});
