import type { Day } from '../../../domain/calendar/day.ts';
import type { BookRow } from '../../../domain/book/read-row.ts';
import type { ScriptFact } from './script-fact.ts';

/** How the money for some invoices of one customer came: the facts, and since when each invoice counts as settled. */
export interface Settlement {
  readonly facts: readonly ScriptFact[];
  /** Invoice number → day on which all of it was first there. An invoice that is missing was never settled. */
  readonly settledOn: ReadonlyMap<string, Day>;
}

/** The book as it is: every invoice is paid at once, by a transfer that says what it is for. */
export function settledAsWritten(rows: readonly BookRow[]): Settlement {
  const settled = rows.flatMap((row) => {
    const day = paymentDay(row);
    return day === null ? [] : [{ row, day }];
  });
  return {
    facts: settled.map(({ row, day }) => plainPayment(row, day)),
    settledOn: new Map(settled.map(({ row, day }) => [row.invoice, day])),
  };
}

/** When the money for a row came; never before the invoice, which a payment in this book always names. */
export function paymentDay(row: BookRow): Day | null {
  return row.settledOn !== null && row.settledOn < row.issuedOn ? row.issuedOn : row.settledOn;
}

export function plainPayment(row: BookRow, day: Day): ScriptFact {
  return {
    kind: 'payment',
    day,
    customer: row.customer,
    payment: paymentName(row),
    method: 'bankTransfer',
    reference: row.invoice,
    puts: [{ invoice: row.invoice, amount: row.amount.minor }],
  };
}

/** External id of the payment of an invoice; `part` tells several apart. */
export function paymentName(row: BookRow, part = ''): string {
  return `pay-${row.invoice}${part}`;
}
