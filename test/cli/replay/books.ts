import type { BookRow } from '../../../domain/book/read-row.ts';
import { money } from '../../../domain/money.ts';

/** A row of a book, of which a test says what it cares about. */
export function bookRow(changes: Partial<Omit<BookRow, 'amount'>> & { readonly amount?: bigint } = {}): BookRow {
  const { amount = 10_000n, ...rest } = changes;
  return {
    row: 1,
    customer: 'A',
    name: 'A',
    email: null,
    country: 'PL',
    taxId: null,
    invoice: '001',
    issuedOn: '2012-03-01',
    dueOn: '2012-03-30',
    disputed: false,
    settledOn: '2012-03-20',
    ...rest,
    amount: money(amount, 'PLN'),
  };
}
