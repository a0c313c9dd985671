import { insertRows, type JsonRow, type TableName, updateRows, upsertRows } from '../json-rows.ts';
import type { Statement } from '../statement.ts';

/** A table whose rows follow from facts alone. Every one has a `customer_id`. */
export interface Projection {
  readonly table: TableName;
  readonly key: readonly string[];
  /** Columns that never change after the row was made, the key among them. */
  readonly fixed: readonly string[];
  /** Columns that later facts change. */
  readonly changing: readonly string[];
  /** A row may come again after it had come to nothing, so a new one may meet its old self. */
  readonly revives?: true;
}

/** Rows that a change makes and rows that it changes; a changed row states its key and all changing columns. */
export interface RowChanges {
  readonly projection: Projection;
  readonly made: readonly JsonRow[];
  readonly changed: readonly JsonRow[];
}

/** Splits rows that say everything into new ones and changed ones. */
export function rowChanges(
  projection: Projection,
  rows: readonly { readonly row: JsonRow; readonly isNew: boolean }[],
): RowChanges {
  return {
    projection,
    made: rows.filter((entry) => entry.isNew).map((entry) => entry.row),
    changed: rows.filter((entry) => !entry.isNew).map((entry) => entry.row),
  };
}

/** Statements for the rows, parents before children when `changes` are in that order. */
export function projectionStatements(changes: readonly RowChanges[]): readonly Statement[] {
  const statements: Statement[] = [];
  for (const { projection, made, changed } of changes) {
    const { table, key, fixed, changing, revives } = projection;
    if (made.length > 0) {
      statements.push(revives ? overwriteRows(projection, made) : insertRows(table, [...fixed, ...changing], made));
    }
    if (changed.length > 0) statements.push(updateRows(table, key, changing, changed));
  }
  return statements;
}

/** Makes the rows be so, whatever stood there. */
export function overwriteRows(projection: Projection, rows: readonly JsonRow[]): Statement {
  return upsertRows(projection.table, projection.key, [...projection.fixed, ...projection.changing], rows);
}
