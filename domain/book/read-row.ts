import type { Day } from '../calendar/day.ts';
import { isCountry } from '../countries.ts';
import { currencyDigits } from '../currencies.ts';
import type { ErrorCode } from '../errors.ts';
import type { Money } from '../money.ts';
import { isMoneyProblem, parseMoney } from '../money-format.ts';
import { readDay } from './book-days.ts';
import { BOOK_FIELDS_NEEDED, type BookField, type BookFormat, type RowDefaults } from './book-format.ts';

/** One invoice of the book, with what became of it. */
export interface BookRow {
  /** Counts from 1 below the header. */
  readonly row: number;
  /** As the other system names the customer. */
  readonly customer: string;
  readonly name: string;
  readonly email: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly taxId: string | null;
  /** Its number as text: leading zeros are part of it. */
  readonly invoice: string;
  readonly issuedOn: Day;
  /** As printed. */
  readonly dueOn: Day;
  readonly amount: Money;
  readonly disputed: boolean;
  /** The day on which the money was there; null when it is still owed. */
  readonly settledOn: Day | null;
}

/** One thing wrong in one row. `column` is the file's own name of it, null when the row as a whole is meant. */
export interface RowProblem {
  readonly row: number;
  readonly column: string | null;
  readonly code: ErrorCode;
  readonly message: string;
}

/** A row of text by column name. */
export type RowText = Readonly<Record<string, string>>;

const YES = new Set(['yes', 'y', 'true', '1', 't', 'tak']);
const NO = new Set(['', 'no', 'n', 'false', '0', 'f', 'nie']);

/** Reads one row, or says everything that is wrong with it, so that nobody mends a file one cell at a time. */
export function readRow(
  row: number,
  text: RowText,
  format: BookFormat,
  defaults: RowDefaults,
): BookRow | readonly RowProblem[] {
  const problems: RowProblem[] = [];
  const report = (field: BookField | null, code: ErrorCode, message: string) =>
    problems.push({ row, column: field === null ? null : (format.columns[field] ?? null), code, message });
  const cell = (field: BookField): string => {
    const column = format.columns[field];
    return column === undefined ? '' : (text[column] ?? '').trim();
  };
  for (const field of BOOK_FIELDS_NEEDED) if (cell(field) === '') report(field, 'malformed', 'is empty');
  for (const [column, value] of Object.entries(text)) {
    if (/[\p{Cc}\uFFFD]/u.test(value))
      problems.push({ row, column, code: 'malformed', message: 'is not plain UTF-8 text' });
  }
  const day = (field: BookField): Day | null => {
    const written = cell(field);
    const read = written === '' ? undefined : readDay(written, format.days);
    if (written !== '' && read === undefined) report(field, 'malformed', `is no day as ${format.days}`);
    return read ?? null;
  };
  const issuedOn = day('issuedOn');
  const dueOn = day('dueOn');
  const settledOn = day('settledOn');
  if (issuedOn !== null && dueOn !== null && dueOn < issuedOn)
    report('dueOn', 'invalid_invoice', 'lies before the day of issue');
  const disputed = cell('disputed').toLowerCase();
  if (!YES.has(disputed) && !NO.has(disputed)) report('disputed', 'malformed', 'is neither yes nor no');
  const amount = readAmount();
  const country = readCountry();
  if (problems.length > 0 || issuedOn === null || dueOn === null || amount === null) return problems;
  return Object.freeze<BookRow>({
    row,
    customer: cell('customer'),
    name: cell('name') || cell('customer'),
    email: cell('email') || null,
    country,
    taxId: cell('taxId') || null,
    invoice: cell('invoice'),
    issuedOn,
    dueOn,
    amount,
    disputed: YES.has(disputed),
    settledOn,
  });

  function readAmount(): Money | null {
    const currency = cell('currency') || defaults.currency;
    if (currency === undefined || currencyDigits(currency) === undefined) {
      report('currency', 'invalid_money', currency === undefined ? 'is not given' : 'is no ISO 4217 currency');
      return null;
    }
    const written = cell('amount');
    if (written === '') return null;
    // Nobody tells a thousands separator from a decimal mark for sure, so a separator is refused.
    const plain = format.decimalMark === ',' ? swapMark(written) : written;
    const read = parseMoney(plain, currency);
    if (isMoneyProblem(read)) report('amount', 'invalid_money', read.detail);
    else if (read.minor <= 0n) report('amount', 'invalid_money', 'is not above zero');
    return isMoneyProblem(read) ? null : read;
  }

  function readCountry(): string {
    const written = cell('country').toUpperCase();
    if (isCountry(written)) return written;
    if (defaults.country === undefined)
      report('country', 'malformed', 'is no ISO 3166-1 code, and no default is given');
    return defaults.country ?? written;
  }
}

/** Whether `readRow` found the row sound. */
export function isBookRow(answer: BookRow | readonly RowProblem[]): answer is BookRow {
  return !Array.isArray(answer);
}

function swapMark(written: string): string {
  return written.includes('.') ? 'not a number' : written.replace(',', '.');
}
