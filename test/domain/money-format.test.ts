import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  currencyDigits,
  formatMoney,
  formatMoneyForPeople,
  fromStored,
  type Money,
  money,
} from '../../domain/money.ts';
import { isMoneyProblem, parseMoney, toStored } from '../../domain/money-format.ts';
import { expectCaught } from '../support/planted-bug.ts';

const currency = fc.constantFrom('JPY', 'PLN', 'KWD', 'CLF');
const anyMoney = fc
  .tuple(fc.bigInt({ min: -(10n ** 15n) + 1n, max: 10n ** 15n - 1n }), currency)
  .map(([minor, code]) => money(minor, code));

function reason(amount: unknown, code: unknown): string {
  const parsed = parseMoney(amount, code);
  return isMoneyProblem(parsed) ? parsed.reason : formatMoney(parsed);
}

function formatsReadably(format: (amount: Money) => string) {
  return fc.property(anyMoney, (amount) => {
    expect(parseMoney(format(amount), amount.currency)).toEqual(amount);
  });
}

describe('the wire form', () => {
  test('what is written is read back as the same amount', () => {
    fc.assert(formatsReadably(formatMoney));
  });

  test('control: losing the leading zero of small amounts, or the sign below one, is caught', () => {
    expectCaught(formatsReadably((amount) => formatMoney(amount).replace(/\.0/, '.')));
    expectCaught(formatsReadably((amount) => formatMoney(amount).replace(/^-0\./, '0.')));
  });

  test('it has exactly the digits of the currency', () => {
    fc.assert(
      fc.property(anyMoney, (amount) => {
        expect(formatMoney(amount).split('.')[1]?.length ?? 0).toBe(currencyDigits(amount.currency));
      }),
    );
  });

  test.each([
    ['1240.00', 'PLN', '1240.00'],
    ['1240', 'PLN', '1240.00'],
    ['1240.5', 'PLN', '1240.50'],
    ['-0.05', 'PLN', '-0.05'],
    ['-0.00', 'PLN', '0.00'],
    ['1240', 'JPY', '1240'],
    ['0.001', 'KWD', '0.001'],
    ['9999999999999.99', 'PLN', '9999999999999.99'],
  ])('%s %s is money', (amount, code, written) => {
    expect(reason(amount, code)).toBe(written);
  });

  test.each([
    [1240, 'PLN', 'notAString'],
    [null, 'PLN', 'notAString'],
    ['1240.00', 985, 'notAString'],
    ['', 'PLN', 'malformed'],
    [' 1', 'PLN', 'malformed'],
    ['1\n', 'PLN', 'malformed'],
    ['+1', 'PLN', 'malformed'],
    ['--1', 'PLN', 'malformed'],
    ['1e3', 'PLN', 'malformed'],
    ['.5', 'PLN', 'malformed'],
    ['5.', 'PLN', 'malformed'],
    ['1,5', 'PLN', 'malformed'],
    ['1_000', 'PLN', 'malformed'],
    ['01', 'PLN', 'malformed'],
    ['0x10', 'PLN', 'malformed'],
    ['١', 'PLN', 'malformed'],
    ['NaN', 'PLN', 'malformed'],
    ['1.234', 'PLN', 'tooManyDigits'],
    ['1.000', 'PLN', 'tooManyDigits'],
    ['1.0', 'JPY', 'tooManyDigits'],
    ['1', 'pln', 'unknownCurrency'],
    ['1', 'XYZ', 'unknownCurrency'],
    ['10000000000000.00', 'PLN', 'tooLarge'],
    ['9'.repeat(41), 'PLN', 'tooLarge'],
    ['1', undefined, 'notAString'],
  ])('%j %j is refused', (amount, code, because) => {
    expect(reason(amount, code)).toBe(because);
  });

  test('a bigint is refused too: the wire form is text', () => {
    expect(reason(1240n, 'PLN')).toBe('notAString');
  });
});

describe('the stored form', () => {
  test('survives JSON', () => {
    fc.assert(
      fc.property(anyMoney, (amount) => {
        expect(fromStored(JSON.parse(JSON.stringify(toStored(amount))))).toEqual(amount);
      }),
    );
    expect(JSON.stringify(toStored(money(124_000n, 'PLN')))).toBe('{"minor":"124000","currency":"PLN"}');
  });

  test.each([
    { minor: '1.5', currency: 'PLN' },
    { minor: '', currency: 'PLN' },
    { minor: '0x1', currency: 'PLN' },
    { minor: '1', currency: 'XYZ' },
  ])('%j is damaged and refused', (stored) => {
    expect(() => fromStored(stored)).toThrow();
  });
});

const spaces = (text: string) => text.replaceAll(/\s/g, ' ');

describe('for people', () => {
  test.each([
    [124_000n, 'PLN', 'pl', '1 240,00 PLN'],
    [-5n, 'PLN', 'pl', '-0,05 PLN'],
    [123_456_789n, 'EUR', 'de', '1.234.567,89 EUR'],
    [123_456_789n, 'USD', 'en-US', 'USD 1,234,567.89'],
    [1_240n, 'JPY', 'en', 'JPY 1,240'],
    [124_000n, 'HUF', 'hu', '1 240,00 HUF'],
  ])('%i minor units of %s read in %s as %s', (minor, code, locale, text) => {
    expect(spaces(formatMoneyForPeople(money(minor, code), locale))).toBe(text);
  });

  test('no digit is lost where a float would lose it', () => {
    expect(formatMoneyForPeople(money(12_345_678_901_234_567_891n, 'PLN'), 'en')).toContain(
      '123,456,789,012,345,678.91',
    );
  });

  test('spaces do not break, so that a sum stays on one line', () => {
    expect(formatMoneyForPeople(money(124_000n, 'PLN'), 'pl')).not.toContain(' ');
  });

  test('what is no locale is refused', () => {
    expect(() => formatMoneyForPeople(money(1n, 'PLN'), 'not a locale')).toThrow(RangeError);
  });
});
