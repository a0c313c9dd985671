import { describe, expect, it } from 'vitest';
import { scriptOf } from '../../../cli/replay/script/book-script.ts';
import { settledAsWritten } from '../../../cli/replay/script/settlement.ts';
import type { BookRow } from '../../../domain/book/read-row.ts';
import { bookRow } from './books.ts';

const SPAN = { from: '2012-01-01', to: '2012-12-31' };
const told = (rows: readonly BookRow[], span = SPAN) =>
  scriptOf(rows, settledAsWritten, span).map(
    (fact) => `${fact.day} ${fact.kind} ${'invoice' in fact ? fact.invoice : fact.payment}`,
  );

describe('the script of a book', () => {
  it('issues an invoice on its day and pays it on the day of settlement', () => {
    expect(told([bookRow()])).toEqual(['2012-03-01 invoice 001', '2012-03-20 payment pay-001']);
  });

  it('opens a dispute on the due day and turns it down ten days later', () => {
    expect(told([bookRow({ disputed: true, settledOn: '2012-05-01' })])).toEqual([
      '2012-03-01 invoice 001',
      '2012-03-30 dispute 001',
      '2012-04-09 resolution 001',
      '2012-05-01 payment pay-001',
    ]);
  });

  it('turns a dispute down on the day of settlement when that comes first, before the payment', () => {
    expect(told([bookRow({ disputed: true, settledOn: '2012-04-02' })]).slice(1)).toEqual([
      '2012-03-30 dispute 001',
      '2012-04-02 resolution 001',
      '2012-04-02 payment pay-001',
    ]);
    expect(told([bookRow({ disputed: true, settledOn: '2012-03-30' })]).slice(1)).toEqual([
      '2012-03-30 dispute 001',
      '2012-03-30 resolution 001',
      '2012-03-30 payment pay-001',
    ]);
  });

  it('knows no dispute about what was paid before the due day', () => {
    expect(told([bookRow({ disputed: true, settledOn: '2012-03-29' })])).toHaveLength(2);
  });

  it('never pays an invoice before it is there, and never one that is still owed', () => {
    expect(told([bookRow({ settledOn: '2012-02-01' })])).toEqual([
      '2012-03-01 invoice 001',
      '2012-03-01 payment pay-001',
    ]);
    expect(told([bookRow({ settledOn: null, disputed: true })])).toEqual([
      '2012-03-01 invoice 001',
      '2012-03-30 dispute 001',
      '2012-04-09 resolution 001',
    ]);
  });

  it('leaves out an invoice of before the span with its payment, and whatever comes after the span', () => {
    const rows = [bookRow(), bookRow({ invoice: '002', issuedOn: '2012-03-10', settledOn: '2012-04-20' })];
    expect(told(rows, { from: '2012-03-10', to: '2012-04-01' })).toEqual(['2012-03-10 invoice 002']);
  });

  it('orders a day as invoice, dispute, resolution, payment', () => {
    const rows = [
      bookRow({ invoice: '003', settledOn: '2012-04-09' }),
      bookRow({ invoice: '002', disputed: true, settledOn: '2012-06-01' }),
      bookRow({ invoice: '004', disputed: true, dueOn: '2012-04-09', settledOn: '2012-06-01' }),
      bookRow({ invoice: '001', issuedOn: '2012-04-09', dueOn: '2012-05-09', settledOn: '2012-06-01' }),
    ];
    expect(told(rows).filter((line) => line.startsWith('2012-04-09'))).toEqual([
      '2012-04-09 invoice 001',
      '2012-04-09 dispute 004',
      '2012-04-09 resolution 002',
      '2012-04-09 payment pay-003',
    ]);
  });
});
