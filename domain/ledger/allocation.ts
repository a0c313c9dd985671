import { compareDays, type Day } from '../calendar/day.ts';

/** An instalment on which money is still owed. `open` is in minor units of the customer's currency. */
export interface OpenItem {
  readonly invoice: string;
  readonly instalment: number;
  /** As printed. */
  readonly dueOn: Day;
  /** As effective by law: the one that orders (design, rule 8). */
  readonly effectiveDueOn: Day;
  readonly issuedOn: Day;
  readonly open: bigint;
}

export type AllocationOrder = 'oldestDueFirst' | 'newestDueFirst';

/** Money put on one instalment, in minor units; always positive. */
export interface Allocation {
  readonly invoice: string;
  readonly instalment: number;
  readonly amount: bigint;
}

export interface Allocated {
  readonly allocations: readonly Allocation[];
  /** What was left over when nothing was open any more; never negative. */
  readonly rest: bigint;
}

/**
 * Puts `amount` on the open items one after the other, each up to what is open on it. The order is total, so the same money on
 * the same items always lands the same way: effective due day, then day of issue, invoice id, instalment; `newestDueFirst` is
 * its exact reverse.
 *
 * @throws RangeError when `amount` is negative: taking money off again is a reversal, not an allocation.
 */
export function allocate(items: readonly OpenItem[], amount: bigint, order: AllocationOrder): Allocated {
  if (amount < 0n) throw new RangeError('cannot allocate a negative amount');
  const sorted = items.toSorted(order === 'oldestDueFirst' ? byDue : (left, right) => byDue(right, left));
  const allocations: Allocation[] = [];
  let rest = amount;
  for (const { invoice, instalment, open } of sorted) {
    const part = open < rest ? open : rest;
    if (part <= 0n) continue;
    allocations.push(Object.freeze({ invoice, instalment, amount: part }));
    rest -= part;
  }
  return Object.freeze({ allocations: Object.freeze(allocations), rest });
}

/** The order of `oldestDueFirst`. */
export function byDue(left: OpenItem, right: OpenItem): number {
  return (
    compareDays(left.effectiveDueOn, right.effectiveDueOn) ||
    compareDays(left.issuedOn, right.issuedOn) ||
    compareText(left.invoice, right.invoice) ||
    left.instalment - right.instalment
  );
}

/** By code unit: the same on every machine, which the order of a locale is not. */
function compareText(left: string, right: string): -1 | 0 | 1 {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Where the payer says that money should go. Without `instalment` it is spread over the invoice, oldest due first. */
export interface WantedAllocation {
  readonly invoice: string;
  readonly instalment?: number;
  readonly amount: bigint;
}

/** Why money cannot go where it is wanted. `index` is that of the wish at fault. */
export interface AllocationProblem {
  readonly problem: 'unknownInvoice' | 'notPositive' | 'moreThanOpen' | 'moreThanPaid';
  readonly index: number;
  readonly invoice: string;
}

/**
 * Turns wishes into allocations on instalments, or says what is wrong with the first one that cannot be met: an invoice or
 * instalment that is not among the open items, an amount that is not positive, more than is open (all wishes for it together),
 * or more than the payment. Nothing is cut down silently: whoever named an invoice meant that sum.
 */
export function checkAllocations(
  items: readonly OpenItem[],
  amount: bigint,
  wanted: readonly WantedAllocation[],
): Allocated | AllocationProblem {
  let open = items;
  let rest = amount;
  const totals = new Map<string, Allocation>();
  for (const [index, wish] of wanted.entries()) {
    const { invoice } = wish;
    const candidates = open.filter((item) => isMeant(item, wish));
    if (candidates.length === 0) return Object.freeze({ problem: 'unknownInvoice', index, invoice });
    if (wish.amount <= 0n) return Object.freeze({ problem: 'notPositive', index, invoice });
    const met = allocate(candidates, wish.amount, 'oldestDueFirst');
    if (met.rest > 0n) return Object.freeze({ problem: 'moreThanOpen', index, invoice });
    rest -= wish.amount;
    if (rest < 0n) return Object.freeze({ problem: 'moreThanPaid', index, invoice });
    open = open.map((item) => takeOff(item, met.allocations));
    for (const part of met.allocations) {
      const key = `${part.instalment} ${part.invoice}`;
      totals.set(key, Object.freeze({ ...part, amount: part.amount + (totals.get(key)?.amount ?? 0n) }));
    }
  }
  return Object.freeze({ allocations: Object.freeze([...totals.values()]), rest });
}

function isMeant(item: OpenItem, wish: WantedAllocation): boolean {
  return item.invoice === wish.invoice && (wish.instalment === undefined || item.instalment === wish.instalment);
}

function takeOff(item: OpenItem, allocations: readonly Allocation[]): OpenItem {
  const taken = allocations.find((part) => part.invoice === item.invoice && part.instalment === item.instalment);
  return taken === undefined ? item : { ...item, open: item.open - taken.amount };
}
