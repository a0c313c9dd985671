import type { Day } from '../calendar/day.ts';
import { BANK_HOLIDAYS, shownBy } from './microsoft-terms.ts';
import type { OwedInvoice, PartnerStanding } from './partner-standing.ts';

/** What the partner has sent to Microsoft for an invoice, minor units of its currency. */
export interface SentPayment {
  readonly id: string;
  readonly invoice: string;
  readonly amount: bigint;
  readonly paidOn: Day;
}

/** Work for finance. */
export interface StandingTask {
  /** Names the occasion: one task for each, for ever. */
  readonly key: string;
  readonly what: 'creditWarning' | 'partnerOverdue' | 'partnerAtRisk' | 'paymentNotShown';
  /** The invoice or the payment; null for a warning. */
  readonly subject: string | null;
}

/**
 * What finance must see to (practices 38, 63 to 65). A warning is told once a month, because a limit that is nearly used up is
 * news again when the next invoice has come; an invoice once when it is overdue, and once more when it puts the account at risk.
 */
export function standingTasks({
  currency,
  today,
  standing: { warning, open },
  late,
}: {
  readonly currency: string;
  readonly today: Day;
  readonly standing: Pick<PartnerStanding, 'warning' | 'open'>;
  /** Payments that should have shown by now; see {@link notShown}. */
  readonly late: readonly SentPayment[];
}): readonly StandingTask[] {
  const tasks: StandingTask[] = [];
  if (warning !== null) {
    const key = `creditWarning/${currency}/${warning}/${today.slice(0, 7)}`;
    tasks.push({ key, what: 'creditWarning', subject: null });
  }
  for (const { id, state } of open) {
    if (state === 'good') continue;
    const what = state === 'atRisk' ? 'partnerAtRisk' : 'partnerOverdue';
    tasks.push({ key: `${what}/${id}`, what, subject: id });
  }
  for (const { id } of late) tasks.push({ key: `paymentNotShown/${id}`, what: 'paymentNotShown', subject: id });
  return tasks;
}

/**
 * Payments that Microsoft does not show after the day by which it should (practice 38). Microsoft tells one sum an invoice: it
 * is taken to be the oldest payments, so that a second payment that is still on its way does not make the first one missing.
 */
export function notShown(
  invoices: readonly Pick<OwedInvoice, 'id' | 'paid'>[],
  payments: readonly SentPayment[],
  today: Day,
): readonly SentPayment[] {
  return invoices.flatMap(({ id, paid }) => {
    let sent = 0n;
    return payments
      .filter(({ invoice }) => invoice === id)
      .toSorted((a, b) => (a.paidOn < b.paidOn ? -1 : a.paidOn > b.paidOn ? 1 : 0))
      .filter(({ amount, paidOn }) => {
        sent += amount;
        return sent > paid && today > shownBy(paidOn, BANK_HOLIDAYS);
      });
  });
}
