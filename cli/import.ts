import { existsSync } from 'node:fs';
import { readImportOptions } from './import-book/options.ts';
import { ImportRefused, type ImportState, sendBook } from './import-book/send-book.ts';
import { readCredentials } from './installation/credentials.ts';
import { layoutOf } from './installation/layout.ts';

/** `npm run import -- FILE`. Exit code 0 when every row was taken in or known, 1 when some or all were refused. */
const options = readImportOptions(process.argv.slice(2));
const credentials = readCredentials(layoutOf(options.dataDir));
const MOST_ERRORS = 20;

function line({ rows, imported, skipped, refused }: ImportState): string {
  return `${rows} rows: ${imported} imported, ${skipped} known already, ${refused} refused`;
}

async function run(): Promise<number> {
  if (credentials === undefined) throw new ImportRefused('No installation is known here: start one with npm start.');
  if (!existsSync(options.file)) throw new ImportRefused(`There is no file ${options.file}.`);
  const { apiUrl, tokens } = credentials;
  const ended = await sendBook({ apiUrl, token: tokens.operator }, options, (state) => console.log(line(state)));
  for (const { row, column, message } of ended.errors.slice(0, MOST_ERRORS))
    console.error(`  row ${row}, ${column ?? 'all of it'}: ${message}`);
  if (ended.errors.length > MOST_ERRORS) console.error(`  … and ${ended.errors.length - MOST_ERRORS} more`);
  if (ended.problem !== null) console.error(`The file could not be read: ${ended.problem}`);
  console.log(`${line(ended)}. ${apiUrl}/v1/imports/${ended.id}`);
  return ended.state === 'done' && ended.refused === 0 ? 0 : 1;
}

function explained(error: unknown): string {
  if (error instanceof ImportRefused) return error.message;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return text.includes('ECONNREFUSED') ? 'The installation does not answer: is it running (npm start)?' : text;
}

try {
  process.exitCode = await run();
} catch (error) {
  console.error(explained(error));
  process.exitCode = 1;
}
