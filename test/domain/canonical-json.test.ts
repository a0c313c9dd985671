import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { expectCaught } from '../support/planted-bug.ts';

/** The same value with the members of every object in the opposite order. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, member]): [string, unknown] => [key, reordered(member)])
      .toReversed(),
  );
}

const json = fc.jsonValue({ noUnicodeString: false }).filter((value) => JSON.stringify(value).isWellFormed());

function givesOneText(write: (value: unknown) => string) {
  return fc.property(json, (value) => {
    expect(write(reordered(value))).toBe(write(value));
    expect(JSON.parse(write(value))).toEqual(JSON.parse(JSON.stringify(value)));
  });
}

describe('canonical JSON', () => {
  test('does not depend on the order of members, and says the same as JSON', () => {
    fc.assert(givesOneText(canonicalJson));
  });

  test('control: plain JSON text is caught', () => {
    expectCaught(givesOneText((value) => JSON.stringify(value)));
  });

  test('is the text of the example in RFC 8785, section 3.2.2', () => {
    const example = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(example)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test('sorts names by UTF-16 code units, as section 3.2.3 shows', () => {
    const names = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 };
    expect(Object.values(names).length).toBe(7);
    expect(canonicalJson(names)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
  });

  test.each([
    ['a bigint', { money: [{ minor: 1n }] }, /bigint.*\/money\/0\/minor/],
    ['undefined', undefined, /undefined/],
    ['undefined in a list', [1, undefined], /undefined.*\/1/],
    ['a hole in a list', Array.from({ length: 1 }), /undefined.*\/0/],
    ['not a number', { a: Number.NaN }, /finite.*\/a/],
    ['infinity', [Number.POSITIVE_INFINITY], /finite/],
    ['a date', { at: new Date(0) }, /Date.*\/at/],
    ['a map', { byKey: new Map([['a', 1]]) }, /Map.*\/byKey/],
    ['a set', new Set([1]), /Set/],
    ['a function', { run: () => 1 }, /function/],
    ['a symbol', [Symbol('s')], /symbol/],
    ['half a surrogate pair', { text: '\ud800' }, /Unicode.*\/text/],
    ['half a surrogate pair in a name', { '\ud800': 1 }, /Unicode/],
  ])('refuses %s', (_what, value, message) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
    expect(() => canonicalJson(value)).toThrow(message);
  });

  test('a member that is undefined is absent', () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
  });

  test('an object without a prototype is an object', () => {
    expect(canonicalJson(Object.assign(Object.create(null), { a: 1 }))).toBe('{"a":1}');
  });
});
