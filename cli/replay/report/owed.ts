import { addDays, type Day, daysBetween } from '../../../domain/calendar/day.ts';
import { bucketOf, type AgeingBucketName } from '../../../domain/receivables/ageing.ts';
import type { Put, ScriptFact } from '../script/script-fact.ts';

/** An amount owed on one invoice from a day on, until before another; minor units. */
export interface Owed {
  readonly customer: string;
  readonly invoice: string;
  /** As printed: a report for people reads like the book. */
  readonly dueOn: Day;
  readonly from: Day;
  readonly until: Day;
  readonly amount: bigint;
}

/** What was owed when, from the facts as they were posted. `end` closes what is still owed. */
export function owedOver(facts: readonly ScriptFact[], end: Day): readonly Owed[] {
  const moves = new Map<string, { customer: string; dueOn: Day; steps: { day: Day; by: bigint }[] }>();
  const paid = new Map<string, readonly Put[]>();
  const move = (puts: readonly Put[], day: Day, sign: bigint) => {
    for (const { invoice, amount } of puts) moves.get(invoice)?.steps.push({ day, by: sign * amount });
  };
  for (const fact of facts) {
    if (fact.kind === 'invoice') {
      const { customer, dueOn, day, amount } = fact;
      moves.set(fact.invoice, { customer, dueOn, steps: [{ day, by: amount }] });
    }
    if ('puts' in fact) {
      paid.set(fact.payment, fact.puts);
      move(fact.puts, fact.day, -1n);
    }
    if (fact.kind === 'reversal') move(paid.get(fact.payment) ?? [], fact.day, 1n);
  }
  return [...moves].flatMap(([invoice, { customer, dueOn, steps }]) => {
    let amount = 0n;
    return steps.flatMap(({ day, by }, index) => {
      amount += by;
      const until = steps[index + 1]?.day ?? end;
      return amount > 0n && until > day ? [{ customer, invoice, dueOn, from: day, until, amount }] : [];
    });
  });
}

/** Sums for each day of a span, both ends included. */
export interface DaySums {
  readonly days: readonly Day[];
  readonly open: readonly bigint[];
  readonly overdue: readonly bigint[];
}

export function daySums(owed: readonly Owed[], from: Day, to: Day): DaySums {
  const length = daysBetween(from, to) + 1;
  const open = Array.from({ length }, () => 0n);
  const overdue = Array.from({ length }, () => 0n);
  const add = (sums: bigint[], first: Day, until: Day, amount: bigint) => {
    const begin = Math.max(0, daysBetween(from, first));
    const end = Math.min(length, daysBetween(from, until));
    for (let index = begin; index < end; index += 1) sums[index] = (sums[index] ?? 0n) + amount;
  };
  for (const one of owed) {
    add(open, one.from, one.until, one.amount);
    add(overdue, later(one.from, addDays(one.dueOn, 1)), one.until, one.amount);
  }
  return { days: Array.from({ length }, (_, index) => addDays(from, index)), open, overdue };
}

/** What was owed at the end of `day`, by age. */
export function ageingOn(owed: readonly Owed[], day: Day): ReadonlyMap<AgeingBucketName, bigint> {
  const buckets = new Map<AgeingBucketName, bigint>();
  for (const one of owed) {
    if (one.from > day || one.until <= day) continue;
    const name = bucketOf(daysBetween(one.dueOn, day));
    buckets.set(name, (buckets.get(name) ?? 0n) + one.amount);
  }
  return buckets;
}

function later(left: Day, right: Day): Day {
  return left > right ? left : right;
}
