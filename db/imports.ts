import type { Instant } from '../domain/calendar/day.ts';
import type { Db } from './database.ts';
import { toDate, toInstant } from './database-time.ts';
import { insertRows } from './json-rows.ts';
import type { Statement } from './statement.ts';
import type { MachineryTables, RowError } from './tables/machinery-tables.ts';

/** A file being taken in, and how far it has come. */
export interface ImportRecord {
  readonly id: string;
  readonly kind: string;
  readonly fileSha256: Uint8Array;
  /** Mapping, defaults and the rest of what was asked for. */
  readonly options: unknown;
  readonly state: 'running' | 'done' | 'failed';
  readonly rows: number;
  readonly imported: number;
  readonly skipped: number;
  readonly actor: string;
  readonly sellerId: string | null;
  readonly problem: string | null;
  readonly createdAt: Instant;
  readonly finishedAt: Instant | null;
}

/** What became of one row of the file; `row` counts from 1 below the header. */
export interface ImportRowOutcome {
  readonly row: number;
  readonly state: MachineryTables['import_row']['state'];
  readonly errors: readonly RowError[];
}

export interface NewImport {
  readonly id: string;
  readonly kind: string;
  readonly fileSha256: Uint8Array;
  readonly options: unknown;
  readonly actor: string;
  readonly sellerId: string;
  readonly wallNow: Instant;
}

export async function insertImport(
  db: Db,
  { id, kind, fileSha256, options, actor, sellerId, wallNow }: NewImport,
): Promise<void> {
  await db
    .insertInto('import')
    .values({
      id,
      kind,
      file_sha256: fileSha256,
      options: JSON.stringify(options),
      state: 'running',
      actor,
      seller_id: sellerId,
      created_at: toDate(wallNow),
      finished_at: null,
    })
    .execute();
}

/** Keeps the outcomes of some rows and counts them; to be written with the facts that the rows made. */
export function importRowStatements(importId: string, outcomes: readonly ImportRowOutcome[]): readonly Statement[] {
  if (outcomes.length === 0) return [];
  const count = (state: ImportRowOutcome['state']) => outcomes.filter((outcome) => outcome.state === state).length;
  const rows = outcomes.map((outcome) => ({ import_id: importId, ...outcome }));
  return [
    insertRows('import_row', ['import_id', 'row', 'state', 'errors'], rows),
    (trx) =>
      trx
        .updateTable('import')
        .set((of) => ({
          rows: of('rows', '+', outcomes.length),
          imported: of('imported', '+', count('imported')),
          skipped: of('skipped', '+', count('skipped')),
        }))
        .where('id', '=', importId)
        .compile(),
  ];
}

/** Keeps the outcomes of rows that made no facts. */
export async function keepImportRows(db: Db, importId: string, outcomes: readonly ImportRowOutcome[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const statement of importRowStatements(importId, outcomes)) await trx.executeQuery(statement(trx));
  });
}

/** Rows from `first` to `last` that were done before, by a run that was cut off. */
export async function rowsDone(db: Db, importId: string, first: number, last: number): Promise<ReadonlySet<number>> {
  const rows = await db
    .selectFrom('import_row')
    .select('row')
    .where('import_id', '=', importId)
    .where('row', '>=', first)
    .where('row', '<=', last)
    .execute();
  return new Set(rows.map(({ row }) => row));
}

/** Imports that are not done: one that nobody works at was cut off. */
export async function runningImports(db: Db): Promise<readonly string[]> {
  const rows = await db.selectFrom('import').select('id').where('state', '=', 'running').orderBy('id').execute();
  return rows.map(({ id }) => id);
}

/** Ends an import: done, or failed with the reason why. */
export async function finishImport(
  db: Db,
  id: string,
  { problem, wallNow }: { readonly problem: string | null; readonly wallNow: Instant },
): Promise<void> {
  await db
    .updateTable('import')
    .set({ state: problem === null ? 'done' : 'failed', problem, finished_at: toDate(wallNow) })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .execute();
}

export async function findImport(db: Db, id: string): Promise<ImportRecord | undefined> {
  const row = await db.selectFrom('import').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) return undefined;
  const { kind, file_sha256: fileSha256, options, state, rows, imported, skipped, actor } = row;
  return {
    id,
    kind,
    fileSha256,
    options,
    state,
    rows,
    imported,
    skipped,
    actor,
    sellerId: row.seller_id,
    problem: row.problem,
    createdAt: toInstant(row.created_at),
    finishedAt: row.finished_at && toInstant(row.finished_at),
  };
}

/** The first refused rows, with what is wrong in them. */
export async function refusedRows(db: Db, importId: string, limit: number): Promise<readonly ImportRowOutcome[]> {
  return await db
    .selectFrom('import_row')
    .select(['row', 'state', 'errors'])
    .where('import_id', '=', importId)
    .where('state', '=', 'refused')
    .orderBy('row')
    .limit(limit)
    .execute();
}
