import type { Day } from '../../../domain/calendar/day.ts';
import type { DayOrder } from '../../../domain/book/book-days.ts';
import type { Happened } from '../happened.ts';
import { concerns, type ScriptFact } from '../script/script-fact.ts';

/** A row of the book as it stands in the file, by what its columns mean. */
export interface RawRow {
  readonly customer: string;
  readonly invoice: string;
  readonly issued: string;
  readonly due: string;
  readonly amount: string;
  readonly settled: string;
}

/** Everything the second judge is shown. */
export interface Evidence {
  readonly book: readonly RawRow[];
  readonly facts: readonly ScriptFact[];
  readonly happened: readonly Happened[];
  readonly terms: {
    readonly from: Day;
    readonly to: Day;
    readonly days: DayOrder;
    readonly decimalMark: '.' | ',';
    /** Digits of the currency's minor unit. */
    readonly minorDigits: number;
    readonly distorted: boolean;
    /** The policy document as JSON. */
    readonly policy: unknown;
    readonly minimumNoticeDays: number;
  };
}

/** One row of the judge's table `posted`; amounts in minor units, as text because JSON has no exact integers. */
export interface PostedRow {
  readonly customer: string;
  readonly kind: string;
  readonly day: Day;
  readonly invoice: string | null;
  readonly payment: string | null;
  readonly due: Day | null;
  readonly amount: string | null;
}

/** What was posted, one row a movement: a payment has one for each invoice, a stray one for each suspect. */
export function postedRows(facts: readonly ScriptFact[]): readonly PostedRow[] {
  return facts.flatMap((fact): readonly PostedRow[] => {
    const row = { customer: fact.customer, kind: fact.kind, day: fact.day, invoice: null, payment: null, due: null };
    const suspects = (kind: string, payment: string) =>
      concerns(fact).map((customer) => ({ ...row, kind, customer, payment, amount: null }));
    switch (fact.kind) {
      case 'invoice':
        return [{ ...row, invoice: fact.invoice, due: fact.dueOn, amount: fact.amount.toString() }];
      case 'dispute':
        return [{ ...row, invoice: fact.invoice, amount: fact.amount.toString() }];
      case 'resolution':
        return [{ ...row, invoice: fact.invoice, amount: null }];
      case 'stray':
        return suspects('suspected', fact.payment);
      case 'match':
        return [...puts(row, fact), ...suspects('cleared', fact.payment)];
      case 'payment':
        return puts(row, fact);
      case 'reversal':
        return [{ ...row, payment: fact.payment, amount: null }];
    }
  });
}

function puts(
  row: Omit<PostedRow, 'amount'>,
  fact: Extract<ScriptFact, { readonly puts: unknown }>,
): readonly PostedRow[] {
  return fact.puts.map(({ invoice, amount }) => ({
    ...row,
    invoice,
    payment: fact.payment,
    amount: amount.toString(),
  }));
}
