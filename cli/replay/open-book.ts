import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Day } from '../../domain/calendar/day.ts';
import { BOOK_PRESETS } from '../../domain/book/presets.ts';
import type { BookRow } from '../../domain/book/read-row.ts';
import { generateBook } from '../book/generate-book.ts';
import { loadBook } from '../book/load-book.ts';
import { checkout } from '../installation/layout.ts';
import type { RawRow } from './judge/evidence.ts';
import type { ReplayOptions } from './options.ts';
import { byCustomer, scriptOf, type Span } from './script/book-script.ts';
import { distortion } from './script/distort.ts';
import type { ScriptFact } from './script/script-fact.ts';
import { settledAsWritten } from './script/settlement.ts';
import { type ReplayCustomer, replayCustomers } from './replay-customer.ts';

/** A book that is ready to be lived. */
export interface OpenBook {
  readonly file: string;
  readonly sha256: string;
  /** True when no book was at hand and one was made up. */
  readonly generated: boolean;
  readonly customers: readonly ReplayCustomer[];
  readonly facts: readonly ScriptFact[];
  readonly span: Span;
  /** The chosen rows as they stand in the file. */
  readonly texts: readonly RawRow[];
}

/** A book that cannot be replayed, with the first of what is wrong. */
export class UnreadableBook extends Error {
  override readonly name = 'UnreadableBook';
}

export const PRESET = BOOK_PRESETS['ibm-receivables'];

/** The real book, where it lies beside the checkout. */
const BOOK_BESIDE = resolve(checkout, '..', 'shared', 'data', 'ibm-accounts-receivable.csv');
const STAND_IN = { customers: 100, from: '2012-01-03', to: '2013-12-31', seed: 'stand-in' } as const;
const FOR_EVER = '9999-12-31';

/**
 * Opens the book that the options name; without a file the one beside the checkout, and where there is none a generated
 * one, which is written into `folder`.
 * @throws UnreadableBook, Refusal `invalid_import`
 */
export async function openBook(options: ReplayOptions, folder: string): Promise<OpenBook> {
  const generated = options.file === undefined && !existsSync(BOOK_BESIDE);
  const file = options.file ?? (generated ? writeStandIn(folder) : BOOK_BESIDE);
  if (!existsSync(file)) throw new UnreadableBook(`there is no file ${file}`);
  const { rows, texts, problems } = await loadBook(file, PRESET.format, PRESET.defaults);
  if (problems.length > 0) {
    const shown = problems.slice(0, 10).map((one) => `  row ${one.row}, ${one.column ?? 'all of it'}: ${one.message}`);
    throw new UnreadableBook(`${problems.length} things are wrong in ${file}:\n${shown.join('\n')}`);
  }
  const chosen = new Set([...byCustomer(rows).keys()].slice(0, options.customers));
  const lived = rows.filter((row) => chosen.has(row.customer));
  const from = options.from ?? firstDay(lived);
  const settle = options.distort === undefined ? settledAsWritten : distortion(lived, options.distort);
  const facts = scriptOf(lived, settle, { from, to: options.to ?? FOR_EVER });
  const last = facts.at(-1);
  if (last === undefined) throw new UnreadableBook(`nothing happens in ${file} in the days that were asked for`);
  const column = PRESET.format.columns;
  return {
    file,
    sha256: createHash('sha256').update(readFileSync(file)).digest('hex'),
    generated,
    customers: replayCustomers(lived, PRESET.defaults),
    facts,
    span: { from, to: options.to ?? last.day },
    texts: texts.flatMap((text, index) => {
      if (!chosen.has(rows[index]?.customer ?? '')) return [];
      const cell = (name: string) => text[name] ?? '';
      return [
        {
          customer: cell(column.customer),
          invoice: cell(column.invoice),
          issued: cell(column.issuedOn),
          due: cell(column.dueOn),
          amount: cell(column.amount),
          settled: cell(column.settledOn),
        },
      ];
    }),
  };
}

function firstDay(rows: readonly BookRow[]): Day {
  return rows.reduce((earliest, row) => (row.issuedOn < earliest ? row.issuedOn : earliest), FOR_EVER);
}

function writeStandIn(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'generated-book.csv');
  writeFileSync(file, generateBook(STAND_IN));
  return file;
}
