import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  asBoolean,
  asDecimal,
  asInteger,
  asText,
  contains,
  field,
  fieldAt,
  isObject,
  type JsonValue,
  numberOf,
  parseJson,
  plain,
  withFields,
} from '../../../adapters/partner-center/json.ts';

const decimal = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.array(fc.nat(9), { minLength: 1, maxLength: 25 }))
  .map(([negative, whole, digits]) => `${negative ? '-' : ''}${whole}.${digits.join('')}`);

describe('money on the wire', () => {
  test('keeps every digit, in reading and in sending back', () => {
    fc.assert(
      fc.property(decimal, (text) => {
        const read = parseJson(`{"totalCost": ${text}}`);
        expect(asText(field(read, 'totalCost'))).toBe(text);
        expect(JSON.stringify(read)).toBe(`{"totalCost":${text}}`);
        expect(plain(read)).toEqual(text === String(Number(text)) ? { totalCost: Number(text) } : { totalCost: text });
      }),
    );
  });

  test('keeps the digits of a resource that is changed in one field', () => {
    const resource = parseJson('{"Status":"active","amount":120.5682999999995904716,"big":9007199254740993}');
    if (!isObject(resource)) throw new Error('no object');
    expect(JSON.stringify(withFields(resource, { status: 'suspended' }))).toBe(
      '{"Status":"suspended","amount":120.5682999999995904716,"big":9007199254740993}',
    );
  });
});

describe('reading', () => {
  test('any JSON gives what JSON.parse gives, but for digits that a float loses', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(JSON.parse(JSON.stringify(parseJson(text)))).toEqual(JSON.parse(text));
      }),
    );
  });

  test('strips a byte-order mark and compares names without regard to case', () => {
    const read = parseJson('\u{feff}{"Attributes":{"ETAG":"abc"}}');
    expect(asText(fieldAt(read, 'attributes', 'etag'))).toBe('abc');
  });

  test('takes numbers and booleans in quotes', () => {
    const read = parseJson('{"quantity":"25","isTest":"False","other":25.0}');
    expect(asInteger(field(read, 'quantity'))).toBe(25);
    expect(asInteger(field(read, 'other'))).toBe(25);
    expect(asBoolean(field(read, 'isTest'))).toBe(false);
    expect(asInteger('25.5')).toBeNull();
    expect(asText('')).toBeNull();
  });
});

describe('whether a wish is fulfilled', () => {
  const wanted: JsonValue = {
    product: { productId: 'CFQ7', termDuration: 'P1Y' },
    quantity: 5,
    customTermEndDate: null,
  };

  test('ignores case, additions, and the difference between null and absent', () => {
    const actual: JsonValue = { Product: { ProductId: 'cfq7', TermDuration: 'p1y', promotionId: 'x' }, Quantity: '5' };
    expect(contains(actual, wanted)).toBe(true);
  });

  test('sees every difference', () => {
    expect(contains({ product: { productId: 'CFQ7', termDuration: 'P1M' }, quantity: 5 }, wanted)).toBe(false);
    expect(contains({ product: { productId: 'CFQ7', termDuration: 'P1Y' }, quantity: 6 }, wanted)).toBe(false);
    expect(
      contains({ product: { productId: 'CFQ7', termDuration: 'P1Y' }, quantity: 5, customTermEndDate: 'x' }, wanted),
    ).toBe(false);
    expect(contains(null, wanted)).toBe(false);
    expect(contains(wanted, null)).toBe(false);
    expect(contains(undefined, null)).toBe(true);
  });

  test('holds for any value of itself', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value = parseJson(text);
        expect(contains(value, value)).toBe(true);
      }),
    );
  });
});

describe('a decimal', () => {
  test.each([
    ['120.5682999999995904716', '120.5682999999995904716'],
    ['1.5E-7', '0.00000015'],
    ['-1.5e-1', '-0.15'],
    ['12e2', '1200'],
    ['1.25e1', '12.5'],
    ['0e0', '0'],
    ['1E+3', '1000'],
  ])('%s is written out as %s, also in quotes', (wire, text) => {
    expect(asDecimal(parseJson(wire))).toBe(text);
    expect(asDecimal(wire)).toBe(text);
  });

  test.each(['1,5', '0x10', 'NaN', '', ' 1', '1e9999', null, true, {}])('is not %j', (value) => {
    expect(asDecimal(value)).toBeNull();
  });

  test('is the same number, whatever power of ten it was written with', () => {
    fc.assert(
      fc.property(decimal, fc.integer({ min: -30, max: 30 }), (text, power) => {
        const written = asDecimal(`${text}e${power}`) ?? '';
        const [whole = '', fraction = ''] = text.split('.');
        const scaled = BigInt(`${whole.replace('-', '')}${fraction}`) * 10n ** BigInt(power + 30);
        const [left = '', right = ''] = written.replace('-', '').split('.');
        expect(BigInt(`${left}${right.padEnd(fraction.length + 30, '0')}`)).toBe(scaled);
        expect(left).toMatch(/^(0|[1-9]\d*)$/);
      }),
    );
  });

  test('goes back to the wire as a number with every digit', () => {
    fc.assert(
      fc.property(decimal, (text) => {
        expect(JSON.stringify({ amount: numberOf(text) })).toBe(`{"amount":${text}}`);
      }),
    );
    expect(() => numberOf('1,5')).toThrow(SyntaxError);
  });
});
