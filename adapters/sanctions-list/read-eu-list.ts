import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { type SanctionedParty, SanctionsListError } from './port.ts';

/** The columns that are read, of some ninety (format 1.1 of the file, separated by semicolons). */
const COLUMNS = {
  generated: 'fileGenerationDate',
  id: 'Entity_LogicalId',
  whole: 'NameAlias_WholeName',
  first: 'NameAlias_FirstName',
  middle: 'NameAlias_MiddleName',
  last: 'NameAlias_LastName',
} as const;

/** A file that names fewer is broken off, or is another one: the edition at hand stays. */
const LEAST_PARTIES = 1;

/**
 * Reads the list: a row for each name, address, birth date and document of a party, all of which repeat the party's id.
 * @throws SanctionsListError when the columns are missing, the text is no CSV, or nobody is named
 */
export async function readEuList(
  file: Buffer,
): Promise<{ readonly publishedOn: string | null; readonly parties: readonly SanctionedParty[] }> {
  const names = new Map<string, Set<string>>();
  let publishedOn: string | null = null;
  const records = Readable.from([file]).pipe(
    parse({
      delimiter: ';',
      bom: true,
      columns: headerOf,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }),
  );
  try {
    for await (const record of records) {
      const row: Readonly<Record<string, string | undefined>> = record;
      publishedOn ??= dayOf(row[COLUMNS.generated]);
      const id = row[COLUMNS.id]?.trim() ?? '';
      const name = nameIn(row);
      if (id === '' || name === '') continue;
      const known = names.get(id);
      if (known === undefined) names.set(id, new Set([name]));
      else known.add(name);
    }
  } catch (error) {
    if (error instanceof CsvError) throw new SanctionsListError('no_csv', error);
    throw error;
  }
  if (names.size < LEAST_PARTIES) throw new SanctionsListError('empty');
  return { publishedOn, parties: [...names].map(([id, known]) => ({ id, names: [...known] })) };
}

/** @throws SanctionsListError when a column that is read is not there: its names would be missed in silence */
function headerOf(header: readonly string[]): string[] {
  const columns = header.map((column) => column.trim());
  if (Object.values(COLUMNS).some((wanted) => !columns.includes(wanted))) throw new SanctionsListError('other_columns');
  return columns;
}

function nameIn(row: Readonly<Record<string, string | undefined>>): string {
  const whole = row[COLUMNS.whole]?.trim() ?? '';
  if (whole !== '') return whole;
  return [row[COLUMNS.first], row[COLUMNS.middle], row[COLUMNS.last]]
    .map((part) => part?.trim() ?? '')
    .filter((part) => part !== '')
    .join(' ');
}

/** `28/11/2026` or `2026-11-28`. */
function dayOf(text: string | undefined): string | null {
  const [, day, month, year] = /^(\d{2})\/(\d{2})\/(\d{4})/.exec(text?.trim() ?? '') ?? [];
  if (year !== undefined) return `${year}-${month}-${day}`;
  return /^\d{4}-\d{2}-\d{2}/.exec(text?.trim() ?? '')?.[0] ?? null;
}
