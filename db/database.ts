import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import { Pool, types } from 'pg';
import type { Schema } from './schema.ts';

/** A pool of connections to Tenure's database. */
export type Db = Kysely<Schema>;
/** One transaction. Functions that must run inside one ask for it by this type. */
export type Trx = Transaction<Schema>;

export interface ConnectOptions {
  /** Most connections at a time; default 10. */
  readonly max?: number;
  /** Shown by PostgreSQL in `pg_stat_activity`. */
  readonly applicationName?: string;
  /** Milliseconds after which a statement is ended by the server; default 60 000. */
  readonly statementTimeoutMs?: number;
  /** Told of connections that broke while idle; the pool replaces them. Default: nobody. */
  readonly onIdleError?: (error: Error) => void;
}

/**
 * Opens a pool; nothing is sent before the first query. In rows: `bigint` columns are JavaScript bigints, `date` columns
 * are `YYYY-MM-DD` strings, `timestamptz` columns are Dates, `bytea` columns are Buffers, `numeric` columns are strings.
 */
export function connect(url: string, options: ConnectOptions = {}): Db {
  const pool = new Pool({
    connectionString: url,
    max: options.max ?? 10,
    application_name: options.applicationName ?? 'tenure',
    statement_timeout: options.statementTimeoutMs ?? 60_000,
    connectionTimeoutMillis: 10_000,
    types: { getTypeParser: parserOf },
  });
  // Without listeners a connection that breaks would end the process: the pool listens for idle ones only, and one that is
  // in use tells its error to the statements under way.
  pool.on('error', (error) => options.onIdleError?.(error));
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}

/** Object ids of PostgreSQL's types, which never change. */
const INT8 = 20;
const DATE = 1082;

type Parse = (value: string) => unknown;
const readers: ReadonlyMap<number, Parse> = new Map<number, Parse>([
  [INT8, BigInt],
  [DATE, (value) => value],
]);

function parserOf(oid: Parameters<typeof types.getTypeParser>[0], format?: 'text' | 'binary'): Parse {
  return readers.get(oid) ?? types.getTypeParser(oid, format === 'binary' ? 'binary' : 'text');
}
