import type { Account, Instalment, PromiseToPay } from '../account/account.ts';
import { addDays, type Day } from '../calendar/day.ts';

/** One open instalment on a given day. Amounts in minor units; `collectible = open − disputed − promised`. */
export interface StandingItem {
  readonly item: Instalment;
  readonly overdue: boolean;
  readonly disputed: bigint;
  readonly promised: bigint;
  readonly collectible: bigint;
}

/** A customer's receivables on one day. `overdue`, `disputed`, `promised` are parts of `open`. */
export interface Standing {
  readonly today: Day;
  readonly items: readonly StandingItem[];
  readonly open: bigint;
  readonly overdue: bigint;
  readonly disputed: bigint;
  readonly promised: bigint;
  /** Overdue less the disputed and promised parts of overdue, each instalment once, dispute first, never below zero. */
  readonly collectible: bigint;
  /** Invoices with something collectible overdue, and the oldest effective due day among them (the anchor). */
  readonly collectibleCount: number;
  readonly anchor: Day | null;
  /** The next effective due day, today included, of an instalment with something collectible. */
  readonly nextDue: Day | null;
}

/**
 * The one definition of what a customer owes on `today` (design, "Ledger"). An instalment is overdue from the day after
 * its effective due day: on the due day itself a payment is on time.
 */
export function standing(account: Account, today: Day, toleranceDays: number): Standing {
  const open = openInstalments(account);
  const disputed = disputedParts(account, open);
  const promised = promisedParts(account, open, disputed, today, toleranceDays);
  const items = open.map((item, index) => {
    const part = { disputed: disputed[index] ?? 0n, promised: promised[index] ?? 0n };
    return {
      item,
      overdue: item.effectiveDueOn < today,
      ...part,
      collectible: item.open - part.disputed - part.promised,
    };
  });
  const late = items.filter((entry) => entry.overdue);
  const collectibleLate = late.filter((entry) => entry.collectible > 0n);
  return {
    today,
    items,
    open: total(items, (entry) => entry.item.open),
    overdue: total(late, (entry) => entry.item.open),
    disputed: total(items, (entry) => entry.disputed),
    promised: total(items, (entry) => entry.promised),
    collectible: total(late, (entry) => entry.collectible),
    collectibleCount: new Set(collectibleLate.map((entry) => entry.item.invoice)).size,
    anchor: collectibleLate[0]?.item.effectiveDueOn ?? null,
    nextDue: items.find((entry) => !entry.overdue && entry.collectible > 0n)?.item.effectiveDueOn ?? null,
  };
}

/** Open instalments, oldest effective due day first; ties by issue day, invoice, instalment. */
export function openInstalments(account: Account): readonly Instalment[] {
  const open: Instalment[] = [];
  for (const invoice of account.invoices.values()) {
    for (const part of invoice.instalments) if (part.open > 0n) open.push(part);
  }
  return open.toSorted(byAge);
}

/** Oldest first: effective due day, issue day, invoice id, instalment number. */
export function byAge(a: Instalment, b: Instalment): number {
  return (
    compare(a.effectiveDueOn, b.effectiveDueOn) ||
    compare(a.issuedOn, b.issuedOn) ||
    compare(a.invoice, b.invoice) ||
    a.instalment - b.instalment
  );
}

function disputedParts(account: Account, open: readonly Instalment[]): readonly bigint[] {
  const left = new Map<string, bigint>();
  for (const dispute of account.disputes) {
    if (dispute.state === 'open') left.set(dispute.invoice, (left.get(dispute.invoice) ?? 0n) + dispute.amount);
  }
  return open.map((item) => {
    const claimed = least(left.get(item.invoice) ?? 0n, item.open);
    left.set(item.invoice, (left.get(item.invoice) ?? 0n) - claimed);
    return claimed;
  });
}

function promisedParts(
  account: Account,
  open: readonly Instalment[],
  disputed: readonly bigint[],
  today: Day,
  toleranceDays: number,
): readonly bigint[] {
  let left = 0n;
  for (const { promise, kept } of promiseProgress(account)) {
    if (promise.state === 'open' && today <= addDays(promise.dueOn, toleranceDays)) left += promise.amount - kept;
  }
  return open.map((item, index) => {
    const part = least(left, item.open - (disputed[index] ?? 0n));
    left -= part;
    return part;
  });
}

/** How much of each promise has been paid since it was made; money counts once, for the promise that is due first. */
export function promiseProgress(
  account: Account,
): readonly { readonly promise: PromiseToPay; readonly kept: bigint }[] {
  if (account.promises.length === 0) return [];
  const payments = [...account.payments.values()]
    .filter((payment) => !payment.reversed)
    .map((payment) => ({ version: payment.recordedAtVersion, left: payment.amount - payment.prepaid }));
  return account.promises
    .toSorted((a, b) => compare(a.dueOn, b.dueOn) || a.madeAtVersion - b.madeAtVersion)
    .map((promise) => {
      let kept = 0n;
      for (const payment of payments) {
        if (payment.version <= promise.madeAtVersion) continue;
        const part = least(payment.left, promise.amount - kept);
        payment.left -= part;
        kept += part;
      }
      return { promise, kept };
    });
}

function total<T>(list: readonly T[], amount: (item: T) => bigint): bigint {
  let sum = 0n;
  for (const item of list) sum += amount(item);
  return sum;
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
