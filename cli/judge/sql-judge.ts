import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import { withClient } from '../machine/database.ts';

/**
 * A judge in SQL, written without the kernel, so that a mistake of the kernel is not a mistake of its judge. Its folder holds
 * `tables.sql`, `checks/` (a file for each thing that must not be, which finds it) and `control/` (`sound.sql`, where nothing is to
 * be found, and for each check what plants a violation of it).
 */
export interface SqlJudge<E> {
  readonly folder: string;
  /** Fills the tables of an empty schema with what is known. */
  readonly load: (client: Client, evidence: E) => Promise<void>;
  /** What follows from the tables, made when they are filled, and anew when they have changed. */
  readonly views?: {
    readonly make: (client: Client) => Promise<void>;
    readonly renew: (client: Client) => Promise<void>;
  };
  /** How the finding of a check is asked for; default: as it is written. */
  readonly asking?: (check: string) => string;
}

/** A judge's verdicts. Each works in a schema of its own and leaves nothing behind. */
export interface Verdicts<E, V> {
  /** Names of the checks, one file each. */
  readonly checks: readonly string[];
  /** Everything that must not be and is. */
  readonly findViolations: (connectionString: string, evidence: E) => Promise<readonly V[]>;
  /**
   * The judge judged: a check is worth something when it is silent about what is without fault and speaks once a violation is
   * planted. Answers the checks of which that is not so.
   */
  readonly blindChecks: (connectionString: string) => Promise<readonly string[]>;
}

export function sqlJudge<E, V extends { readonly check: string }>(judge: SqlJudge<E>): Verdicts<E, V> {
  const { folder, load, views, asking = (check) => check } = judge;
  const read = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8');
  const checks = readdirSync(join(folder, 'checks'))
    .map((file) => file.replace(/\.sql$/, ''))
    .toSorted();

  const violationsOf = async (client: Client, check: string): Promise<readonly V[]> => {
    const { rows } = await client.query<Omit<V, 'check'>>(asking(read('checks', `${check}.sql`)));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the columns are what every check of this judge selects
    return rows.map((row) => ({ check, ...row }) as unknown as V);
  };

  const inSchema = async <T>(
    connectionString: string,
    name: string,
    work: (client: Client) => Promise<T>,
  ): Promise<T> =>
    await withClient(connectionString, async (client) => {
      await client.query(`drop schema if exists ${name} cascade; create schema ${name}; set search_path to ${name}`);
      await client.query(read('tables.sql'));
      try {
        return await work(client);
      } finally {
        await client.query(`drop schema ${name} cascade`);
      }
    });

  return {
    checks,
    findViolations: async (connectionString, evidence) =>
      await inSchema(connectionString, 'judge', async (client) => {
        await load(client, evidence);
        await views?.make(client);
        const violations: V[] = [];
        for (const check of checks) violations.push(...(await violationsOf(client, check)));
        return violations;
      }),
    blindChecks: async (connectionString) =>
      await inSchema(connectionString, 'control', async (client) => {
        await client.query(read('control', 'sound.sql'));
        await views?.make(client);
        const blind: string[] = [];
        for (const check of checks) {
          const sound = await violationsOf(client, check);
          await client.query('begin');
          await client.query(read('control', `${check}.sql`));
          await views?.renew(client);
          const planted = await violationsOf(client, check);
          await client.query('rollback');
          if (sound.length > 0 || planted.length === 0) blind.push(check);
        }
        return blind;
      }),
  };
}

/** Rows into a table of the judge's, by the names of their columns. */
export async function fill(client: Client, table: string, rows: readonly object[]): Promise<void> {
  await client.query(`insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1)`, [
    JSON.stringify(rows),
  ]);
}
