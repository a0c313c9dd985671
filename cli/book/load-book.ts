import { createReadStream } from 'node:fs';
import { readBook } from '../../api/imports/read-book.ts';
import type { BookFormat, RowDefaults } from '../../domain/book/book-format.ts';
import { type BookRow, isBookRow, type RowProblem, type RowText } from '../../domain/book/read-row.ts';

/** A whole book in memory: what its rows say and how they stand in the file. */
export interface LoadedBook {
  readonly rows: readonly BookRow[];
  readonly texts: readonly RowText[];
  readonly problems: readonly RowProblem[];
}

/** Reads a book file. @throws Refusal `invalid_import` for another header; an error of `fs` when the file is not there. */
export async function loadBook(file: string, format: BookFormat, defaults: RowDefaults): Promise<LoadedBook> {
  const rows: BookRow[] = [];
  const texts: RowText[] = [];
  const problems: RowProblem[] = [];
  for await (const { text, read } of readBook(createReadStream(file), format, defaults)) {
    if (!isBookRow(read)) {
      problems.push(...read);
      continue;
    }
    rows.push(read);
    texts.push(text);
  }
  return { rows, texts, problems };
}
