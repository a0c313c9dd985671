import type { DayOrder } from './book-days.ts';

/** What Tenure can take from one row of a receivables book. Only `BOOK_FIELDS_NEEDED` must be there. */
export const BOOK_FIELDS = [
  'customer',
  'name',
  'email',
  'country',
  'taxId',
  'invoice',
  'issuedOn',
  'dueOn',
  'amount',
  'currency',
  'disputed',
  'settledOn',
] as const;
export type BookField = (typeof BOOK_FIELDS)[number];

/** Without these a row says nothing. */
export const BOOK_FIELDS_NEEDED: readonly BookField[] = ['customer', 'invoice', 'issuedOn', 'dueOn', 'amount'];

/** How a file writes what we want to know: which column holds which field, and how days and amounts are spelt. */
export interface BookFormat {
  /** Field of Tenure → name of the column, exactly as in the header. */
  readonly columns: Readonly<Partial<Record<BookField, string>>>;
  readonly delimiter: ',' | ';' | '\t';
  readonly days: DayOrder;
  readonly decimalMark: '.' | ',';
}

/** What stands in for a field that the file lacks; `country` also for codes that ISO 3166-1 does not know. */
export interface RowDefaults {
  readonly country?: string;
  readonly currency?: string;
}
