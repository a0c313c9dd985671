import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../../domain/calendar/day.ts';
import { effectiveDueDay } from '../../../domain/calendar/due-day.ts';
import { AGEING_BUCKETS, type AgedItem, type Ageing, ageingBuckets } from '../../../domain/receivables/ageing.ts';
import { exposure } from '../../../domain/receivables/exposure.ts';
import { expectCaught } from '../../support/planted-bug.ts';

const AS_OF = '2026-11-22';
const age = fc.oneof(fc.constantFrom(-1, 0, 1, 30, 31, 60, 61, 90, 91), fc.integer({ min: -400, max: 400 }));
const item = fc.record({
  effectiveDueOn: age.map((days) => addDays(AS_OF, -days)),
  open: fc.bigInt({ min: 0n, max: 10n ** 9n }),
});

function amountIn({ buckets }: Ageing, name: string): bigint {
  return buckets.find((bucket) => bucket.name === name)?.amount ?? -1n;
}

const between = (list: readonly AgedItem[], first: string, last: string) =>
  list
    .filter(({ effectiveDueOn }) => effectiveDueOn >= first && effectiveDueOn <= last)
    .reduce((sum, { open }) => sum + open, 0n);

/** Written as ranges of due days, not of ages: the bank clerk's way to check it by hand. */
function sortsByRange(ageing: typeof ageingBuckets) {
  return fc.property(fc.array(item), (list) => {
    const aged = ageing(list, AS_OF);
    expect(amountIn(aged, 'current')).toBe(between(list, '2026-11-22', '9999-12-31'));
    expect(amountIn(aged, '1-30')).toBe(between(list, '2026-10-23', '2026-11-21'));
    expect(amountIn(aged, '31-60')).toBe(between(list, '2026-09-23', '2026-10-22'));
    expect(amountIn(aged, '61-90')).toBe(between(list, '2026-08-24', '2026-09-22'));
    expect(amountIn(aged, '90+')).toBe(between(list, '1900-01-01', '2026-08-23'));
  });
}

function addsUp(ageing: typeof ageingBuckets) {
  return fc.property(fc.array(item), (list) => {
    const { buckets, total } = ageing(list, AS_OF);
    expect(buckets.map((bucket) => bucket.name)).toEqual(AGEING_BUCKETS);
    expect(buckets.reduce((sum, bucket) => sum + bucket.amount, 0n)).toBe(total);
    expect(total).toBe(list.reduce((sum, { open }) => sum + open, 0n));
  });
}

const olderThan = ({ buckets }: Ageing, index: number) =>
  buckets.slice(index).reduce((sum, bucket) => sum + bucket.amount, 0n);

const withAHole: typeof ageingBuckets = (list, asOf) =>
  ageingBuckets(
    [...list].filter(({ effectiveDueOn }) => effectiveDueOn !== addDays(asOf, -90)),
    asOf,
  );

describe('ageing', () => {
  test('the buckets add up to what is open', () => {
    fc.assert(addsUp(ageingBuckets));
  });

  test('every item is in the bucket of its age', () => {
    fc.assert(sortsByRange(ageingBuckets));
  });

  test('moving time on moves money to older buckets only', () => {
    fc.assert(
      fc.property(fc.array(item), fc.nat(200), (list, days) => {
        const before = ageingBuckets(list, AS_OF);
        const after = ageingBuckets(list, addDays(AS_OF, days));
        for (const index of AGEING_BUCKETS.keys()) {
          expect(olderThan(after, index) >= olderThan(before, index)).toBe(true);
        }
      }),
    );
  });

  test('control: the due day counted as overdue, and an item dropped between two buckets, are caught', () => {
    expectCaught(sortsByRange((list, asOf) => ageingBuckets(list, addDays(asOf, 1))));
    expectCaught(addsUp(withAHole));
  });

  test('an invoice due on Saturday is current on Monday and one day overdue on Tuesday in Poland', () => {
    const list = [{ effectiveDueOn: effectiveDueDay('2026-11-21', 'PL'), open: 124_000n }];
    expect(amountIn(ageingBuckets(list, '2026-11-23'), 'current')).toBe(124_000n);
    expect(amountIn(ageingBuckets(list, '2026-11-24'), '1-30')).toBe(124_000n);
  });

  test('a book with nothing open has five empty buckets', () => {
    expect(ageingBuckets([], AS_OF)).toEqual({
      buckets: AGEING_BUCKETS.map((name) => ({ name, amount: 0n })),
      total: 0n,
    });
  });
});

describe('exposure', () => {
  test('is what is open and unbilled, less what is prepaid and unapplied', () => {
    expect(exposure({ open: 500n, unbilled: 120n, prepaid: 200n, unapplied: 20n })).toBe(400n);
  });

  test('of one who has paid ahead is negative, so that a book adds up', () => {
    const part = fc.bigInt({ min: 0n, max: 10n ** 12n });
    const parts = fc.record({ open: part, unbilled: part, prepaid: part, unapplied: part });
    expect(exposure({ open: 0n, unbilled: 0n, prepaid: 200n, unapplied: 0n })).toBe(-200n);
    const addsUpOver = (of: typeof exposure) =>
      fc.property(parts, parts, (a, b) => {
        const both = {
          open: a.open + b.open,
          unbilled: a.unbilled + b.unbilled,
          prepaid: a.prepaid + b.prepaid,
          unapplied: a.unapplied + b.unapplied,
        };
        expect(of(a) + of(b)).toBe(of(both));
      });
    fc.assert(addsUpOver(exposure));
    expectCaught(
      addsUpOver((one) => {
        const net = exposure(one);
        return net > 0n ? net : 0n;
      }),
    );
  });
});
