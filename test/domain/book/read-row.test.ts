import { describe, expect, it } from 'vitest';
import type { BookFormat } from '../../../domain/book/book-format.ts';
import { BOOK_PRESETS } from '../../../domain/book/presets.ts';
import { isBookRow, readRow, type RowText } from '../../../domain/book/read-row.ts';
import { money } from '../../../domain/money.ts';

const { format, defaults } = BOOK_PRESETS['ibm-receivables'];
const IBM: RowText = {
  countryCode: '391',
  customerID: '0379-NEVHP',
  PaperlessDate: '4/6/2013',
  invoiceNumber: '0000611365',
  InvoiceDate: '1/2/2013',
  DueDate: '2/1/2013',
  InvoiceAmount: '55.94',
  Disputed: 'No',
  SettledDate: '1/15/2013',
  PaperlessBill: 'Paper',
  DaysToSettle: '13',
  DaysLate: '0',
};

const problemsOf = (changes: RowText, as: BookFormat = format, given = defaults) => {
  const read = readRow(7, { ...IBM, ...changes }, as, given);
  return isBookRow(read) ? [] : read.map(({ column, code, message }) => `${column} ${code}: ${message}`);
};

describe('a row of a receivables book', () => {
  it('is read with its leading zeros, its month before its day, and a country code that is no ISO code as Poland', () => {
    expect(readRow(1, IBM, format, defaults)).toEqual({
      row: 1,
      customer: '0379-NEVHP',
      name: '0379-NEVHP',
      email: null,
      country: 'PL',
      taxId: null,
      invoice: '0000611365',
      issuedOn: '2013-01-02',
      dueOn: '2013-02-01',
      amount: money(5594n, 'PLN'),
      disputed: false,
      settledOn: '2013-01-15',
    });
  });

  it('keeps an ISO country, and needs a default for any other', () => {
    expect(readRow(1, { ...IBM, countryCode: 'de' }, format, defaults)).toMatchObject({ country: 'DE' });
    expect(problemsOf({}, format, { currency: 'PLN' } as typeof defaults)).toEqual([
      'countryCode malformed: is no ISO 3166-1 code, and no default is given',
    ]);
  });

  it('without a day of settlement is still owed', () => {
    expect(readRow(1, { ...IBM, SettledDate: '' }, format, defaults)).toMatchObject({ settledOn: null });
  });

  it('reports everything that is wrong at once, by the name of the column in the file', () => {
    expect(
      problemsOf({ customerID: ' ', InvoiceDate: '13/1/2013', InvoiceAmount: '55.9412', Disputed: 'perhaps' }),
    ).toEqual([
      'customerID malformed: is empty',
      'InvoiceDate malformed: is no day as month/day/year',
      'Disputed malformed: is neither yes nor no',
      'InvoiceAmount invalid_money: PLN has 2 decimal digits',
    ]);
  });

  it.each([
    ['a day that does not exist', { DueDate: '2/30/2013' }, 'DueDate malformed: is no day as month/day/year'],
    [
      'a due day before the day of issue',
      { DueDate: '1/1/2013' },
      'DueDate invalid_invoice: lies before the day of issue',
    ],
    ['an amount of zero', { InvoiceAmount: '0.00' }, 'InvoiceAmount invalid_money: is not above zero'],
    ['a negative amount', { InvoiceAmount: '-5' }, 'InvoiceAmount invalid_money: is not above zero'],
    [
      'a thousands separator',
      { InvoiceAmount: '1,055.94' },
      'InvoiceAmount invalid_money: amount must be a plain decimal such as "1240.00"',
    ],
    ['bytes that are no text', { invoiceNumber: '00\uFFFD1' }, 'invoiceNumber malformed: is not plain UTF-8 text'],
  ])('with %s is refused', (_what, changes: RowText, problem) => {
    expect(problemsOf(changes)).toContain(problem);
  });

  it('written the continental way is read with another format', () => {
    const polish: BookFormat = {
      columns: { customer: 'Kontrahent', invoice: 'Numer', issuedOn: 'Wystawiono', dueOn: 'Termin', amount: 'Kwota' },
      delimiter: ';',
      days: 'day.month.year',
      decimalMark: ',',
    };
    const text = {
      Kontrahent: 'ACME',
      Numer: 'FV/1/2024',
      Wystawiono: '5.1.2024',
      Termin: '19.1.2024',
      Kwota: '1240,50',
    };
    expect(readRow(1, text, polish, { country: 'PL', currency: 'PLN' })).toMatchObject({
      invoice: 'FV/1/2024',
      issuedOn: '2024-01-05',
      amount: money(124050n, 'PLN'),
      disputed: false,
      settledOn: null,
    });
    expect(readRow(1, { ...text, Kwota: '1.240,50' }, polish, { country: 'PL', currency: 'PLN' })).toHaveLength(1);
  });
});
