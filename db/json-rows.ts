import { type RawBuilder, sql } from 'kysely';
import type { Schema } from './schema.ts';
import type { Statement } from './statement.ts';

/** A row as JSON that PostgreSQL casts to the table's own types: bigints as text, instants as ISO text, bytes as hex. */
export type JsonRow = Readonly<Record<string, unknown>>;
export type TableName = keyof Schema;

/** Inserts any number of rows with one parameter: one statement text whatever their number, and no limit. */
export function insertRows(table: TableName, columns: readonly string[], rows: readonly JsonRow[]): Statement {
  return (trx) => insertion(table, columns, rows).compile(trx);
}

/** As `insertRows`; a row whose key is taken is left out. The statement answers with the ids of the others. */
export function insertNewRows(table: TableName, columns: readonly string[], rows: readonly JsonRow[]): Statement {
  return (trx) => sql`${insertion(table, columns, rows)} on conflict do nothing returning id`.compile(trx);
}

/** As `insertRows`; where the key is taken, the other columns are overwritten. */
export function upsertRows(
  table: TableName,
  key: readonly string[],
  columns: readonly string[],
  rows: readonly JsonRow[],
): Statement {
  const changed = columns.filter((column) => !key.includes(column));
  const set = sql.join(changed.map((column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`));
  return (trx) =>
    sql`${insertion(table, columns, rows)} on conflict (${columnList(key)}) do update set ${set}`.compile(trx);
}

/** Updates `columns` of the rows with these keys. Each row states its key and all of `columns`. */
export function updateRows(
  table: TableName,
  key: readonly string[],
  columns: readonly string[],
  rows: readonly JsonRow[],
): Statement {
  const set = sql.join(columns.map((column) => sql`${sql.ref(column)} = changed.${sql.ref(column)}`));
  const same = sql.join(
    key.map((column) => sql`${sql.table(table)}.${sql.ref(column)} = changed.${sql.ref(column)}`),
    sql` and `,
  );
  return (trx) =>
    sql`update ${sql.table(table)} set ${set} from ${recordset(table, rows)} as changed where ${same}`.compile(trx);
}

/** The rows as a table expression of the table's own row type. */
export function recordset(table: TableName, rows: readonly JsonRow[]): RawBuilder<unknown> {
  return sql`jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb)`;
}

export function columnList(columns: readonly string[]): RawBuilder<unknown> {
  return sql.join(columns.map((column) => sql.ref(column)));
}

function insertion(table: TableName, columns: readonly string[], rows: readonly JsonRow[]): RawBuilder<unknown> {
  return sql`insert into ${sql.table(table)} (${columnList(columns)}) select ${columnList(columns)} from ${recordset(table, rows)}`;
}
