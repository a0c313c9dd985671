import type { Day } from '../calendar/day.ts';
import type { LegalStatus } from '../facts/onboarding-facts.ts';
import type { BookFormat, RowDefaults } from './book-format.ts';

/** What is said once for all customers of a book, because the book itself does not say it. */
export interface CustomerDefaults extends RowDefaults {
  readonly legalStatus?: LegalStatus;
  readonly terms?: {
    readonly paymentDays: number;
    readonly acceptedOn: Day;
    readonly suspensionClause: boolean;
    readonly minimumNoticeDays: number;
  };
  readonly timeZone?: string;
  readonly policy?: string;
}

/** A known kind of file: how it is written, and what it leaves out. */
export interface BookPreset {
  readonly format: BookFormat;
  readonly defaults: CustomerDefaults;
}

export const BOOK_PRESETS = Object.freeze({
  /**
   * The IBM Watson sample "WA_Fn-UseC_-Accounts-Receivable". Its country codes are no ISO codes and it names neither
   * currency, legal status nor terms; net 30 days is what its due days show.
   */
  'ibm-receivables': {
    format: {
      columns: {
        customer: 'customerID',
        country: 'countryCode',
        invoice: 'invoiceNumber',
        issuedOn: 'InvoiceDate',
        dueOn: 'DueDate',
        amount: 'InvoiceAmount',
        disputed: 'Disputed',
        settledOn: 'SettledDate',
      },
      delimiter: ',',
      days: 'month/day/year',
      decimalMark: '.',
    },
    defaults: {
      country: 'PL',
      currency: 'PLN',
      timeZone: 'Europe/Warsaw',
      legalStatus: 'company',
      terms: { paymentDays: 30, acceptedOn: '2012-01-01', suspensionClause: true, minimumNoticeDays: 7 },
    },
  },
} satisfies Readonly<Record<string, BookPreset>>);
