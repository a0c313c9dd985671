import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ID_PREFIXES, isId, newId, parseId } from '../../domain/ids.ts';
import { expectCaught } from '../support/planted-bug.ts';

const prefix = fc.constantFrom(...Object.values(ID_PREFIXES));
const now = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const random = fc.uint8Array({ minLength: 10, maxLength: 10 });

function sortsByTime(make: typeof newId) {
  return fc.property(now, now, random, random, (first, second, one, other) => {
    fc.pre(first < second);
    expect(make('cus', { now: first, random: one }) < make('cus', { now: second, random: other })).toBe(true);
  });
}

function keepsEveryRandomBit(make: typeof newId) {
  return fc.property(now, random, fc.nat(79), (at, bytes, bit) => {
    const flipped = bytes.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
    expect(make('cus', { now: at, random: flipped })).not.toBe(make('cus', { now: at, random: bytes }));
  });
}

describe('an id', () => {
  test('is known by its prefix, and gives its time back', () => {
    fc.assert(
      fc.property(prefix, now, random, (kind, at, bytes) => {
        const id = newId(kind, { now: at, random: bytes });
        expect(id).toMatch(/^[a-z]+_[0-9a-z]{26}$/);
        expect(isId(kind, id)).toBe(true);
        expect(parseId(id)).toEqual({ prefix: kind, at });
        for (const other of Object.values(ID_PREFIXES)) if (other !== kind) expect(isId(other, id)).toBe(false);
      }),
    );
  });

  test('sorts by time as text, and keeps every random bit', () => {
    fc.assert(sortsByTime(newId));
    fc.assert(keepsEveryRandomBit(newId));
  });

  test('control: time after randomness, and a lost bit, are caught', () => {
    expectCaught(
      sortsByTime((kind, source) => {
        const id = newId(kind, source);
        return `${kind}_${id.slice(-16)}${id.slice(kind.length + 1, -16)}`;
      }),
    );
    expectCaught(
      keepsEveryRandomBit((kind, source) =>
        newId(kind, { ...source, random: source.random.map((byte) => byte & 0xfe) }),
      ),
    );
  });

  test('reads as a ULID does', () => {
    // The example of the ULID specification: 01ARZ3NDEKTSV4RRFFQ69G5FAV.
    const bytes = Uint8Array.from([0xd6, 0x76, 0x4c, 0x61, 0xef, 0xb9, 0x93, 0x02, 0xbd, 0x5b]);
    expect(newId('inv', { now: 1_469_922_850_259, random: bytes })).toBe('inv_01arz3ndektsv4rrffq69g5fav');
  });

  test.each([
    'cus_',
    'cus_01arz3ndektsv4rrffq69g5fa',
    'cus_01arz3ndektsv4rrffq69g5favx',
    'cus_01ARZ3NDEKTSV4RRFFQ69G5FAV',
    'cus_81arz3ndektsv4rrffq69g5fav',
    'cus_01arz3ndektsv4rrffq69g5fal',
    'cus-01arz3ndektsv4rrffq69g5fav',
    'inv_01arz3ndektsv4rrffq69g5fav',
    'ext:0187-ERLSR',
    ' cus_01arz3ndektsv4rrffq69g5fav',
    'cus_01arz3ndektsv4rrffq69g5fav\n',
    null,
  ])('%j is no customer id', (text) => {
    expect(isId('cus', text)).toBe(false);
  });

  test('of no known kind has no time', () => {
    expect(parseId('xyz_01arz3ndektsv4rrffq69g5fav')).toBeUndefined();
  });

  test.each([
    [-1, 10],
    [1.5, 10],
    [2 ** 48, 10],
    [Number.NaN, 10],
    [0, 9],
    [0, 11],
  ])('is not made from instant %d and %i random bytes', (at, bytes) => {
    expect(() => newId('cus', { now: at, random: new Uint8Array(bytes) })).toThrow(RangeError);
  });

  test('prefixes are unique', () => {
    const prefixes = Object.values(ID_PREFIXES);
    expect(new Set(prefixes).size).toBe(prefixes.length);
  });
});
