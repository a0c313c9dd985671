import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';

export type Row = Readonly<Record<string, SQLOutputValue>>;

/** A simulator's memory. Calls are synchronous, so one request is one transaction and nothing comes in between. */
export interface Database {
  run(sql: string, ...values: SQLInputValue[]): { readonly changes: number; readonly lastId: number };
  get(sql: string, ...values: SQLInputValue[]): Row | undefined;
  all(sql: string, ...values: SQLInputValue[]): Row[];
  /** Runs `work` in one transaction; an exception undoes all of it. A transaction inside another joins it. */
  transaction<T>(work: () => T): T;
  close(): void;
}

/**
 * Opens `<directory>/<name>.sqlite`, or a database in memory without a directory. WAL with `synchronous=normal`: what was committed
 * outlives a killed process; only a power cut could take the last instants, which a simulator can afford.
 */
export function openDatabase(directory: string | undefined, name: string, schema: string): Database {
  if (directory !== undefined) mkdirSync(directory, { recursive: true });
  const sqlite = new DatabaseSync(directory === undefined ? ':memory:' : join(directory, `${name}.sqlite`));
  sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;');
  sqlite.exec(schema);
  const prepared = new Map<string, StatementSync>();
  let depth = 0;

  function statement(sql: string): StatementSync {
    let known = prepared.get(sql);
    if (known === undefined) {
      known = sqlite.prepare(sql);
      prepared.set(sql, known);
    }
    return known;
  }

  return {
    run: (sql, ...values) => {
      const done = statement(sql).run(...values);
      return { changes: Number(done.changes), lastId: Number(done.lastInsertRowid) };
    },
    get: (sql, ...values) => statement(sql).get(...values),
    all: (sql, ...values) => statement(sql).all(...values),
    transaction: (work) => {
      if (depth > 0) return work();
      sqlite.exec('BEGIN IMMEDIATE');
      depth += 1;
      try {
        const result = work();
        sqlite.exec('COMMIT');
        return result;
      } catch (error) {
        sqlite.exec('ROLLBACK');
        throw error;
      } finally {
        depth -= 1;
      }
    },
    close: () => sqlite.close(),
  };
}

/** Reads a text column that the schema declares `not null`. */
export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new Error(`column ${column} holds no text`);
  return value;
}

/** Reads an integer column that the schema declares `not null`. */
export function integer(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new Error(`column ${column} holds no integer`);
  return value;
}

export function optionalText(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

export function optionalInteger(row: Row, column: string): number | null {
  return row[column] === null ? null : integer(row, column);
}
