import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readBook } from '../../../api/imports/read-book.ts';
import { BOOK_PRESETS } from '../../../domain/book/presets.ts';
import { isBookRow } from '../../../domain/book/read-row.ts';

const { format, defaults } = BOOK_PRESETS['ibm-receivables'];
const HEADER =
  'countryCode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,Disputed,SettledDate';
const line = (customer: string, invoice: string) => `391,${customer},,${invoice},1/2/2013,2/1/2013,55.94,No,1/15/2013`;

async function read(text: string): Promise<string[]> {
  const seen: string[] = [];
  for await (const { row, read: answer } of readBook(Readable.from([Buffer.from(text)]), format, defaults)) {
    seen.push(`${row} ${isBookRow(answer) ? answer.invoice : answer.map((problem) => problem.message).join(', ')}`);
  }
  return seen;
}

describe('reading a book', () => {
  it('gives every row its number below the header, whatever the line ends and the byte order mark', async () => {
    expect(await read(`\uFEFF${HEADER}\r\n${line('A', '001')}\r\n\r\n${line('B', '002')}`)).toEqual(['1 001', '2 002']);
  });

  it('reports a bad row and goes on with the rest', async () => {
    expect(await read(`${HEADER}\n${line('A', '001')},x\n${line('B "the" B', '002')}\n${line('', '003')}\n`)).toEqual([
      '1 has 10 columns, the header 9',
      '2 002',
      '3 is empty',
    ]);
  });

  it('says from which row on a file with an open quotation mark could not be read', async () => {
    expect(await read(`${HEADER}\n${line('A', '001')}\n391,"B,x\n${line('C', '003')}\n`)).toEqual([
      '1 001',
      '2 cannot be read, nor what follows: CSV_QUOTE_NOT_CLOSED',
    ]);
  });

  it.each([
    ['no header at all', '', 'no header'],
    ['another header', 'customer;amount\nA;5\n', 'no column customerID'],
    ['a column twice', `${HEADER},customerID\n`, '2 columns customerID'],
  ])('refuses a file with %s', async (_what, text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });
});
