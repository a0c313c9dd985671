import { pipeline, type Readable } from 'node:stream';
import { type CsvError, type InfoRecord, parse } from 'csv-parse';
import { headerProblems } from '../../domain/book/book-columns.ts';
import type { BookFormat, RowDefaults } from '../../domain/book/book-format.ts';
import { type BookRow, readRow, type RowProblem, type RowText } from '../../domain/book/read-row.ts';
import { Refusal } from '../../domain/errors.ts';

/** One row of the file: what it says, or what is wrong with it. `text` is the row as it stands in the file. */
export interface ReadRow {
  readonly row: number;
  readonly text: RowText;
  readonly read: BookRow | readonly RowProblem[];
}

/** Longer than any sane row: a file with another delimiter or a quotation mark that is never closed ends here. */
const LONGEST_ROW = 65_536;

/**
 * Reads a book of CSV text as it comes in; never holds more than a few rows. A row that cannot be read is reported and
 * the rest goes on.
 * @throws Refusal `invalid_import` when the header is not that of the format.
 */
export async function* readBook(source: Readable, format: BookFormat, defaults: RowDefaults): AsyncGenerator<ReadRow> {
  const unreadable: RowProblem[] = [];
  const parser = parse({
    bom: true,
    info: true,
    delimiter: format.delimiter,
    max_record_size: LONGEST_ROW,
    relax_column_count: true,
    // A stray quotation mark in a name is text; read as a quote it would swallow the rows below it.
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error) => void unreadable.push(unreadableRow(error)),
  });
  // Ends the source when the reader stops early, and the reader when the source breaks; the loop below throws then.
  pipeline(source, parser, () => {});
  let header: readonly string[] | undefined;
  for await (const item of parser) {
    const { record, info } = item as { readonly record: readonly string[]; readonly info: InfoRecord };
    if (header === undefined) {
      header = record.map((name) => name.trim());
      checkHeader(header, format);
      continue;
    }
    const row = info.records - 1;
    const columns = header;
    const text = Object.fromEntries(columns.map((name, index) => [name, record[index] ?? '']));
    const read =
      record.length === columns.length
        ? readRow(row, text, format, defaults)
        : [wholeRow(row, `has ${record.length} columns, the header ${columns.length}`)];
    yield { row, text, read };
  }
  if (header === undefined) throw new Refusal('invalid_import', 'the file has no header');
  for (const problem of unreadable) yield { row: problem.row, text: {}, read: [problem] };
}

function checkHeader(header: readonly string[], format: BookFormat): void {
  const problems = headerProblems(header, format);
  if (problems.length === 0) return;
  throw new Refusal('invalid_import', `${problems.join('; ')}; its columns are ${header.join(', ').slice(0, 500)}`);
}

function unreadableRow(error: CsvError | undefined): RowProblem {
  const records = error === undefined ? 0 : Number(error['records']);
  return wholeRow(records, `cannot be read, nor what follows: ${error?.code ?? 'unknown'}`);
}

function wholeRow(row: number, message: string): RowProblem {
  return { row, column: null, code: 'malformed', message };
}
