import { findImport, finishImport, type ImportRowOutcome, keepImportRows, rowsDone } from '../../db/imports.ts';
import { dropFile, openFile } from '../../db/import-files.ts';
import { type BookRow, isBookRow } from '../../domain/book/read-row.ts';
import { Refusal } from '../../domain/errors.ts';
import { newImport } from '../../contracts/imports.ts';
import type { ApiDeps } from '../deps.ts';
import { refusalOf } from '../problem.ts';
import { importPlan } from './import-plan.ts';
import { readBook, type ReadRow } from './read-book.ts';
import { type ImportContext, takeCustomer } from './take-customer.ts';
import { refuseAll } from './take-rows.ts';

/** Rows that are looked at together, so that those of one customer go into one transaction. */
const WINDOW = 500;
const CUSTOMERS_AT_ONCE = 4;
/** What may pass (a database that restarts, two imports that meet) is tried so often. */
const TRIES = 5;

/**
 * Takes in the rest of an import: what was done before a crash is left out. Ends the import, unless it is stopped.
 * @throws what is our own failure; the import stays running then and is taken up again
 */
export async function runImport(deps: ApiDeps, id: string, stop: AbortSignal): Promise<void> {
  const { db } = deps;
  const record = await findImport(db, id);
  if (record === undefined || record.state !== 'running' || record.sellerId === null) return;
  const asked = newImport.parse(record.options);
  const plan = importPlan(asked);
  const context = { id, sellerId: record.sellerId, actor: record.actor, plan };
  let problem: string | null = null;
  try {
    for await (const window of windows(readBook(openFile(db, id), plan.format, plan.rowDefaults))) {
      if (stop.aborted) return;
      await takeWindow(deps, context, window);
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    problem = error.message;
  }
  await finishImport(db, id, { problem, wallNow: deps.now() });
  await dropFile(db, id);
}

async function takeWindow(deps: ApiDeps, context: ImportContext, window: readonly ReadRow[]): Promise<void> {
  const numbers = window.map(({ row }) => row);
  const done = await rowsDone(deps.db, context.id, Math.min(...numbers), Math.max(...numbers));
  const fresh = window.filter(({ row }) => !done.has(row));
  const sound: BookRow[] = [];
  const refused: ImportRowOutcome[] = [];
  for (const { row, read } of fresh) {
    if (isBookRow(read)) sound.push(read);
    else
      refused.push({
        row,
        state: 'refused',
        errors: read.map(({ column, code, message }) => ({ column, code, message })),
      });
  }
  await keepImportRows(deps.db, context.id, refused);
  const customers = [...Map.groupBy(sound, (row) => row.customer).values()];
  const takeNext = async (): Promise<void> => {
    for (let rows = customers.shift(); rows !== undefined; rows = customers.shift()) {
      const unwritten = await takeSurely(deps, context, rows);
      await keepImportRows(deps.db, context.id, unwritten);
    }
  };
  await Promise.all(Array.from({ length: CUSTOMERS_AT_ONCE }, takeNext));
}

/** Tries again what may pass; what a rule refuses is the rows' outcome. Two customers in one file never wait for each other. */
async function takeSurely(
  deps: ApiDeps,
  context: ImportContext,
  rows: readonly BookRow[],
): Promise<readonly ImportRowOutcome[]> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await takeCustomer(deps, context, rows);
    } catch (error) {
      const refusal = refusalOf(error);
      // A conflict is somebody else's row that came between: the next look finds it on record.
      const passes =
        refusal === undefined ||
        refusal.code === 'unavailable' ||
        refusal.code === 'conflict' ||
        refusal.code === 'duplicate_invoice_number';
      if (!passes && refusal !== undefined) return refuseAll(rows, refusal);
      if (tried === TRIES) throw error;
      deps.logger.warn({ err: error, import: context.id, tried }, 'rows could not be taken in yet');
      await new Promise((resolve) => setTimeout(resolve, 200 * 2 ** tried));
    }
  }
}

async function* windows(rows: AsyncIterable<ReadRow>): AsyncGenerator<readonly ReadRow[]> {
  let window: ReadRow[] = [];
  for await (const row of rows) {
    window.push(row);
    if (window.length < WINDOW) continue;
    yield window;
    window = [];
  }
  if (window.length > 0) yield window;
}
