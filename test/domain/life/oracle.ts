/**
 * What a customer owes, worked out from the facts alone and another way than the kernel does it: nothing is imported from
 * `domain/` but types. Slow and plain on purpose.
 */
import type { Fact } from '../../../domain/facts/fact.ts';

export interface OwedItem {
  readonly invoice: string;
  readonly instalment: number;
  readonly printed: string;
  readonly due: string;
  readonly amount: bigint;
  readonly open: bigint;
}

type FactOf<K extends Fact['kind']> = Extract<Fact, { kind: K }>;

export function told<K extends Fact['kind']>(facts: readonly Fact[], kind: K): FactOf<K>[] {
  return facts.filter((fact): fact is FactOf<K> => fact.kind === kind);
}

interface Movement {
  readonly invoice: string;
  readonly instalment: number;
  readonly amount: { readonly minor: string };
}

/** All that ever moved the open part of instalments: what pays or lessens it is negative. */
function movements(fact: Fact): readonly (readonly [-1n | 1n, Movement])[] {
  const minus = (list: readonly Movement[]) => list.map((part) => [-1n, part] as const);
  const plus = (list: readonly Movement[]) => list.map((part) => [1n, part] as const);
  switch (fact.kind) {
    case 'invoice.issued':
      return minus(fact.body.consumed);
    case 'invoice.credited':
      return [...minus(fact.body.reductions), ...minus(fact.body.applied)];
    case 'invoice.writtenOff':
      return minus(fact.body.reductions);
    case 'payment.received':
      return minus(fact.body.allocations);
    case 'payment.reversed':
      return [...plus(fact.body.reopened), ...minus(fact.body.applied)];
    default:
      return [];
  }
}

/** Every instalment ever issued, with what is still open on it. */
export function owedItems(facts: readonly Fact[]): readonly OwedItem[] {
  const moved = new Map<string, bigint>();
  for (const [sign, part] of facts.flatMap(movements)) {
    const key = `${part.invoice}#${part.instalment}`;
    moved.set(key, (moved.get(key) ?? 0n) + sign * BigInt(part.amount.minor));
  }
  return told(facts, 'invoice.issued').flatMap(({ body }) =>
    body.instalments.map((part) => ({
      invoice: body.invoice,
      instalment: part.instalment,
      printed: part.dueOn,
      due: polishDueDay(part.dueOn),
      amount: BigInt(part.amount.minor),
      open: BigInt(part.amount.minor) + (moved.get(`${body.invoice}#${part.instalment}`) ?? 0n),
    })),
  );
}

/** Money that lies on no invoice. */
export function pots(facts: readonly Fact[]): { readonly prepaid: bigint; readonly unapplied: bigint } {
  let prepaid = 0n;
  let unapplied = 0n;
  for (const fact of facts) {
    if (fact.kind === 'payment.received') {
      prepaid += BigInt(fact.body.prepaid.minor);
      unapplied += BigInt(fact.body.unapplied.minor);
    } else if (fact.kind === 'invoice.issued') {
      for (const part of fact.body.consumed) {
        if (part.pot === 'prepaid') prepaid -= BigInt(part.amount.minor);
        else unapplied -= BigInt(part.amount.minor);
      }
    } else if (fact.kind === 'invoice.credited') unapplied += BigInt(fact.body.unapplied.minor);
    else if (fact.kind === 'payment.reversed') {
      prepaid -= BigInt(fact.body.fromPrepaid.minor);
      unapplied -= BigInt(fact.body.fromUnapplied.minor);
      for (const part of fact.body.applied) unapplied -= BigInt(part.amount.minor);
    }
  }
  return { prepaid, unapplied };
}

export interface Owed {
  readonly open: bigint;
  readonly overdue: bigint;
  /** Overdue and neither disputed nor promised. */
  readonly collectible: bigint;
  /** Oldest due day of something collectible overdue. */
  readonly anchor: string | null;
}

export function owed(facts: readonly Fact[], today: string, toleranceDays: number): Owed {
  const items = owedItems(facts)
    .filter((item) => item.open > 0n)
    .toSorted((a, b) => (a.due + issuedOn(facts, a)).localeCompare(b.due + issuedOn(facts, b)) || order(a, b));
  const claims = disputes(facts);
  let promised = promisedToday(facts, today, toleranceDays);
  let [open, overdue, collectible] = [0n, 0n, 0n];
  let anchor: string | null = null;
  for (const item of items) {
    open += item.open;
    const claimed = claims.get(item.invoice) ?? 0n;
    const disputed = claimed < item.open ? claimed : item.open;
    claims.set(item.invoice, claimed - disputed);
    const rest = item.open - disputed;
    const word = promised < rest ? promised : rest;
    promised -= word;
    if (item.due >= today) continue;
    overdue += item.open;
    collectible += rest - word;
    if (anchor === null && rest > word) anchor = item.due;
  }
  return { open, overdue, collectible, anchor };
}

function order(a: OwedItem, b: OwedItem): number {
  if (a.invoice !== b.invoice) return a.invoice < b.invoice ? -1 : 1;
  return a.instalment - b.instalment;
}

function issuedOn(facts: readonly Fact[], item: OwedItem): string {
  return told(facts, 'invoice.issued').find((fact) => fact.body.invoice === item.invoice)?.body.issuedOn ?? '';
}

function disputes(facts: readonly Fact[]): Map<string, bigint> {
  const over = new Set(told(facts, 'dispute.resolved').map((fact) => fact.body.dispute));
  const claims = new Map<string, bigint>();
  for (const { body } of told(facts, 'dispute.opened')) {
    if (over.has(body.dispute)) continue;
    claims.set(body.invoice, (claims.get(body.invoice) ?? 0n) + BigInt(body.amount.minor));
  }
  return claims;
}

/** What of the promises still to be kept is not yet paid. A payment counts for the promise that is due first. */
function promisedToday(facts: readonly Fact[], today: string, toleranceDays: number): bigint {
  const back = new Set(told(facts, 'payment.reversed').map((fact) => fact.body.payment));
  const money = told(facts, 'payment.received')
    .filter((fact) => !back.has(fact.body.payment))
    .map((fact) => ({ version: fact.version, left: BigInt(fact.body.amount.minor) - BigInt(fact.body.prepaid.minor) }));
  const ended = new Set(told(facts, 'promise.ended').map((fact) => fact.body.promise));
  let total = 0n;
  const made = told(facts, 'promise.made').toSorted(
    (a, b) => a.body.dueOn.localeCompare(b.body.dueOn) || a.version - b.version,
  );
  for (const { body, version } of made) {
    let missing = BigInt(body.amount.minor);
    for (const payment of money) {
      if (payment.version <= version) continue;
      const part = payment.left < missing ? payment.left : missing;
      payment.left -= part;
      missing -= part;
    }
    if (!ended.has(body.promise) && today <= plusDays(body.dueOn, toleranceDays)) total += missing;
  }
  return total;
}

export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

export function daysFrom(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

/** A day at the end of a term that is a Saturday, a Sunday or a Polish holiday gives way to the next other day (art. 115). */
export function polishDueDay(printed: string): string {
  let day = printed;
  while (isPolishRestDay(day)) day = plusDays(day, 1);
  return day;
}

export function isPolishRestDay(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === 0 || weekday === 6 || isPolishHoliday(day);
}

const FIXED = ['01-01', '01-06', '05-01', '05-03', '08-15', '11-01', '11-11', '12-25', '12-26'];
const EASTER: Readonly<Record<string, string>> = { 2025: '2025-04-20', 2026: '2026-04-05', 2027: '2027-03-28' };

function isPolishHoliday(day: string): boolean {
  const easter = EASTER[day.slice(0, 4)];
  if (easter === undefined) throw new Error(`the oracle knows no Easter of ${day}`);
  const moving = [0, 1, 49, 60].map((days) => plusDays(easter, days));
  return FIXED.includes(day.slice(5)) || (day >= '2025' && day.endsWith('12-24')) || moving.includes(day);
}
