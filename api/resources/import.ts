import type { z } from 'zod';
import { importResult } from '../../contracts/imports.ts';
import type { Db } from '../../db/database.ts';
import { findImport, refusedRows } from '../../db/imports.ts';
import { Refusal } from '../../domain/errors.ts';
import type { Resource } from '../resource.ts';

/** Rows whose errors are shown: whoever has more mends the first thousand and imports again. */
const MOST_ROWS = 1_000;

/** An import, and how far it has come. */
export const importResource: Resource<typeof importResult> = {
  name: 'import',
  schema: importResult,
  load: (db, id) => importView(db, id),
};

/** @throws Refusal `not_found` */
async function importView(db: Db, id: string): Promise<z.output<typeof importResult>> {
  const record = await findImport(db, id);
  if (record === undefined) throw new Refusal('not_found', `there is no import ${id}`);
  const { state, rows, imported, skipped, problem, createdAt, finishedAt } = record;
  const refused = await refusedRows(db, id, MOST_ROWS);
  return {
    id,
    state,
    rows,
    imported,
    skipped,
    refused: rows - imported - skipped,
    errors: refused.flatMap(({ row, errors }) => errors.map((error) => ({ row, ...error }))),
    problem,
    startedAt: createdAt,
    endedAt: finishedAt,
  };
}
