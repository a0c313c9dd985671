import { describe, expect, it } from 'vitest';
import { generateBook } from '../../../cli/book/generate-book.ts';
import { generatedRows } from '../replay/generated-rows.ts';

const ASKED = { customers: 30, from: '2012-01-03', to: '2013-12-31', seed: 'a' };

describe('a generated book', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(generateBook(ASKED)).toBe(generateBook(ASKED));
    expect(generateBook(ASKED)).not.toBe(generateBook({ ...ASKED, seed: 'b' }));
  });

  it('reads like the real one: as many customers as asked for, invoices in the span, numbers that repeat in no row', () => {
    const rows = generatedRows(generateBook(ASKED));
    expect(new Set(rows.map((row) => row.customer)).size).toBe(30);
    expect(new Set(rows.map((row) => row.invoice)).size).toBe(rows.length);
    expect(rows.length / 30).toBeGreaterThan(15);
    for (const row of rows) expect(row.issuedOn >= ASKED.from && row.issuedOn <= ASKED.to).toBe(true);
    const late = rows.filter((row) => (row.settledOn ?? '') > row.dueOn).length / rows.length;
    expect(late).toBeGreaterThan(0.2);
    expect(late).toBeLessThan(0.6);
    expect(rows.filter((row) => row.disputed).length / rows.length).toBeGreaterThan(0.1);
  });
});
