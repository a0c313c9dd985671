import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../../domain/calendar/day.ts';
import {
  allocate,
  type Allocated,
  byDue,
  checkAllocations,
  type OpenItem,
  type WantedAllocation,
} from '../../../domain/ledger/allocation.ts';
import { expectCaught } from '../../support/planted-bug.ts';

/** Few days and few invoices, so that ties and repeated invoices are common. */
const day = fc.integer({ min: 0, max: 3 }).map((offset) => addDays('2026-11-20', offset));
const item: fc.Arbitrary<OpenItem> = fc.record({
  invoice: fc.constantFrom('inv_a', 'inv_b', 'inv_c'),
  instalment: fc.integer({ min: 1, max: 4 }),
  dueOn: day,
  effectiveDueOn: day,
  issuedOn: day,
  open: fc.bigInt({ min: 0n, max: 500n }),
});
const items = fc.uniqueArray(item, { selector: place, maxLength: 10 });
const order = fc.constantFrom('oldestDueFirst' as const, 'newestDueFirst' as const);
const amount = fc.bigInt({ min: 0n, max: 4000n });

function place({ invoice, instalment }: { readonly invoice: string; readonly instalment: number }): string {
  return `${invoice}/${instalment}`;
}

function open(invoice: string, effectiveDueOn: string, minor: bigint, more: Partial<OpenItem> = {}): OpenItem {
  return {
    invoice,
    instalment: 1,
    dueOn: effectiveDueOn,
    effectiveDueOn,
    issuedOn: '2026-11-01',
    open: minor,
    ...more,
  };
}

function total(list: readonly { readonly amount: bigint }[]): bigint {
  return list.reduce((sum, part) => sum + part.amount, 0n);
}

/** Nothing is lost or made, no item gets more than is open on it, none twice, and nothing is left while something is open. */
function putsEveryGroszSomewhere(allocating: typeof allocate) {
  return fc.property(items, amount, order, (list, paid, by) => {
    const { allocations, rest } = allocating(list, paid, by);
    const openAt = new Map(list.map((one) => [place(one), one.open]));
    expect(total(allocations) + rest).toBe(paid);
    expect(new Set(allocations.map(place)).size).toBe(allocations.length);
    for (const part of allocations) {
      expect(part.amount > 0n).toBe(true);
      expect(part.amount <= (openAt.get(place(part)) ?? 0n)).toBe(true);
    }
    const allOpen = list.reduce((sum, one) => sum + one.open, 0n);
    expect(rest).toBe(paid > allOpen ? paid - allOpen : 0n);
  });
}

function servesInOrder(allocating: typeof allocate) {
  return fc.property(items, amount, order, (list, paid, by) => {
    const got = new Map(allocating(list, paid, by).allocations.map((part) => [place(part), part.amount]));
    const sorted = list.toSorted(byDue);
    const queue = by === 'oldestDueFirst' ? sorted : sorted.toReversed();
    const firstNotFull = queue.findIndex((one) => (got.get(place(one)) ?? 0n) < one.open);
    if (firstNotFull === -1) return;
    for (const one of queue.slice(firstNotFull + 1)) expect(got.get(place(one))).toBeUndefined();
  });
}

const twice = (list: readonly OpenItem[], paid: bigint, by: 'oldestDueFirst' | 'newestDueFirst'): Allocated => {
  const once = allocate(list, paid, by);
  return { ...once, allocations: [...once.allocations, ...once.allocations] };
};

const allOnTheFirst = (list: readonly OpenItem[], paid: bigint): Allocated => {
  const [first] = list;
  return first === undefined || paid === 0n
    ? { allocations: [], rest: paid }
    : { allocations: [{ invoice: first.invoice, instalment: first.instalment, amount: paid }], rest: 0n };
};

const byPrintedDay = (list: readonly OpenItem[], paid: bigint, by: 'oldestDueFirst' | 'newestDueFirst') =>
  allocate(
    list.map((one) => ({ ...one, effectiveDueOn: one.dueOn })),
    paid,
    by,
  );

describe('an allocation', () => {
  test('preserves the sum, and never puts more on an item than is open', () => {
    fc.assert(putsEveryGroszSomewhere(allocate));
  });

  test('fills one item before it touches the next', () => {
    fc.assert(servesInOrder(allocate));
  });

  test('does not depend on the order in which the items come', () => {
    const shuffled = items.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, amount, order, ([list, other], paid, by) => {
        expect(allocate(other, paid, by)).toEqual(allocate(list, paid, by));
      }),
    );
  });

  test('in two parts lands where it would have landed in one', () => {
    fc.assert(
      fc.property(items, amount, amount, order, (list, first, second, by) => {
        const before = allocate(list, first, by);
        const left = list.map((one) => {
          const used = before.allocations.find((part) => place(part) === place(one))?.amount ?? 0n;
          return { ...one, open: one.open - used };
        });
        const after = allocate(left, second, by);
        const once = allocate(list, first + second, by);
        expect(total(before.allocations) + total(after.allocations)).toBe(total(once.allocations));
        expect(before.rest + after.rest).toBe(once.rest);
      }),
    );
  });

  test('control: allocating twice, over-allocating, losing the rest and the wrong order are caught', () => {
    expectCaught(putsEveryGroszSomewhere(twice));
    expectCaught(putsEveryGroszSomewhere(allOnTheFirst));
    expectCaught(putsEveryGroszSomewhere((list, paid, by) => ({ ...allocate(list, paid, by), rest: 0n })));
    expectCaught(servesInOrder((list, paid) => allocate(list, paid, 'oldestDueFirst')));
    expectCaught(servesInOrder(byPrintedDay));
  });

  test('the oldest effective due day goes first, then the day of issue, the invoice, the instalment', () => {
    const list = [
      open('inv_d', '2026-11-21', 1n, { instalment: 2 }),
      open('inv_d', '2026-11-21', 1n, { instalment: 1 }),
      open('inv_c', '2026-11-21', 1n),
      open('inv_b', '2026-11-21', 1n, { issuedOn: '2026-10-31' }),
      open('inv_a', '2026-11-22', 1n, { dueOn: '2026-11-01' }),
    ];
    const expected = ['inv_b/1', 'inv_c/1', 'inv_d/1', 'inv_d/2', 'inv_a/1'];
    expect(allocate(list, 5n, 'oldestDueFirst').allocations.map(place)).toEqual(expected);
    expect(allocate(list, 5n, 'newestDueFirst').allocations.map(place)).toEqual(expected.toReversed());
  });

  test('of a part payment covers the oldest and a part of the next; what is too much is left over', () => {
    const list = [open('inv_new', '2026-11-22', 500n), open('inv_old', '2026-11-02', 300n)];
    expect(allocate(list, 400n, 'oldestDueFirst')).toEqual({
      allocations: [
        { invoice: 'inv_old', instalment: 1, amount: 300n },
        { invoice: 'inv_new', instalment: 1, amount: 100n },
      ],
      rest: 0n,
    });
    expect(allocate(list, 1000n, 'oldestDueFirst').rest).toBe(200n);
  });

  test('of a negative amount is refused, and its outcome cannot be changed', () => {
    expect(() => allocate([], -1n, 'oldestDueFirst')).toThrow(RangeError);
    const outcome = allocate([open('inv_a', '2026-11-22', 5n)], 5n, 'oldestDueFirst');
    expect(Object.isFrozen(outcome.allocations) && Object.isFrozen(outcome.allocations[0])).toBe(true);
  });
});

const wish: fc.Arbitrary<WantedAllocation> = fc
  .tuple(fc.constantFrom('inv_a', 'inv_b', 'inv_c', 'inv_x'), fc.option(fc.integer({ min: 1, max: 4 })), amount)
  .map(([invoice, instalment, sum]) => ({ invoice, amount: sum, ...(instalment === null ? {} : { instalment }) }));

function keepsToTheWishes(checking: typeof checkAllocations) {
  return fc.property(items, amount, fc.array(wish, { maxLength: 4 }), (list, paid, wanted) => {
    const outcome = checking(list, paid, wanted);
    if ('problem' in outcome) return;
    expect(total(outcome.allocations)).toBe(total(wanted));
    expect(outcome.rest).toBe(paid - total(wanted));
    expect(outcome.rest >= 0n).toBe(true);
    expect(new Set(outcome.allocations.map(place)).size).toBe(outcome.allocations.length);
    for (const part of outcome.allocations) {
      expect(part.amount <= (list.find((one) => place(one) === place(part))?.open ?? 0n)).toBe(true);
    }
    for (const invoice of new Set(wanted.map((one) => one.invoice))) {
      const isOfIt = (one: { readonly invoice: string }) => one.invoice === invoice;
      expect(total(outcome.allocations.filter(isOfIt))).toBe(total(wanted.filter(isOfIt)));
    }
  });
}

const eachAlone: typeof checkAllocations = (list, paid, wanted) => {
  const parts = wanted.map((one) => checkAllocations(list, paid, [one]));
  const refused = parts.find((part) => 'problem' in part);
  if (refused !== undefined) return refused;
  const allocations = parts.flatMap((part) => ('problem' in part ? [] : part.allocations));
  return { allocations, rest: paid - total(allocations) };
};

describe('wanted allocations', () => {
  const book = [
    open('inv_a', '2026-11-02', 100n),
    open('inv_b', '2026-12-22', 50n, { instalment: 2 }),
    open('inv_b', '2026-11-22', 50n, { instalment: 1 }),
  ];

  test('that are accepted are met to the grosz, and never above what is open', () => {
    fc.assert(keepsToTheWishes(checkAllocations), { numRuns: 1000 });
  });

  test('control: judging each wish alone, so that two of them take the same money, is caught', () => {
    expectCaught(keepsToTheWishes(eachAlone));
  });

  test('for an invoice in instalments go to the oldest first, whatever the order of the list', () => {
    expect(checkAllocations(book, 200n, [{ invoice: 'inv_b', amount: 70n }])).toEqual({
      allocations: [
        { invoice: 'inv_b', instalment: 1, amount: 50n },
        { invoice: 'inv_b', instalment: 2, amount: 20n },
      ],
      rest: 130n,
    });
  });

  test('two for the same invoice are one', () => {
    const wanted = [
      { invoice: 'inv_a', amount: 30n },
      { invoice: 'inv_a', amount: 70n },
    ];
    expect(checkAllocations(book, 100n, wanted)).toEqual({
      allocations: [{ invoice: 'inv_a', instalment: 1, amount: 100n }],
      rest: 0n,
    });
  });

  test.each<[string, readonly WantedAllocation[], bigint, string, number]>([
    ['an unknown invoice', [{ invoice: 'inv_x', amount: 1n }], 100n, 'unknownInvoice', 0],
    ['an unknown instalment', [{ invoice: 'inv_a', instalment: 2, amount: 1n }], 100n, 'unknownInvoice', 0],
    ['nothing', [{ invoice: 'inv_a', amount: 0n }], 100n, 'notPositive', 0],
    ['less than nothing', [{ invoice: 'inv_a', amount: -1n }], 100n, 'notPositive', 0],
    ['more than is open', [{ invoice: 'inv_a', amount: 101n }], 200n, 'moreThanOpen', 0],
    [
      'more than is open in two wishes',
      [
        { invoice: 'inv_a', amount: 60n },
        { invoice: 'inv_a', amount: 60n },
      ],
      200n,
      'moreThanOpen',
      1,
    ],
    [
      'more than is open on the instalment',
      [{ invoice: 'inv_b', instalment: 1, amount: 51n }],
      200n,
      'moreThanOpen',
      0,
    ],
    [
      'more than was paid',
      [
        { invoice: 'inv_a', amount: 60n },
        { invoice: 'inv_b', amount: 60n },
      ],
      100n,
      'moreThanPaid',
      1,
    ],
  ])('for %s are refused', (_what, wanted, paid, problem, index) => {
    expect(checkAllocations(book, paid, wanted)).toMatchObject({ problem, index });
  });
});
