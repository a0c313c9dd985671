import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import { withClient } from '../../machine/database.ts';
import type { Evidence } from './evidence.ts';

/** Something that must not be when the day is over. `check` is the file in `checks/` that says what it is. */
export interface Violation {
  readonly check: string;
  readonly customer: string | null;
  readonly what: string;
  readonly detail: string;
}

const HERE = import.meta.dirname;
const read = (...path: string[]) => readFileSync(join(HERE, ...path), 'utf8');

/** Names of the checks, one file each. */
export const CHECKS: readonly string[] = readdirSync(join(HERE, 'checks'))
  .map((file) => file.replace(/\.sql$/, ''))
  .toSorted();

/**
 * The judge of a day: SQL over what the product has on record and what was seen from outside, written without the
 * kernel, so that a mistake of the kernel is not a mistake of its judge. Works in a schema of its own beside the
 * product's, which it only reads, and leaves nothing behind.
 */
export async function findViolations(ownerUrl: string, evidence: Evidence): Promise<readonly Violation[]> {
  return await inSchema(ownerUrl, 'judge', async (client) => {
    await client.query(read('extract.sql'));
    for (const [table, rows] of Object.entries(evidence)) await fill(client, table, rows);
    const violations: Violation[] = [];
    for (const check of CHECKS) violations.push(...(await violationsOf(client, check)));
    return violations;
  });
}

/**
 * The judge judged: a check is worth something when it is silent about a day without fault and speaks once a violation
 * is planted. Answers the checks of which that is not so.
 */
export async function blindChecks(ownerUrl: string): Promise<readonly string[]> {
  return await inSchema(ownerUrl, 'control', async (client) => {
    await client.query(read('control', 'sound.sql'));
    const blind: string[] = [];
    for (const check of CHECKS) {
      const sound = await violationsOf(client, check);
      await client.query('begin');
      await client.query(read('control', `${check}.sql`));
      const planted = await violationsOf(client, check);
      await client.query('rollback');
      if (sound.length > 0 || planted.length === 0) blind.push(check);
    }
    return blind;
  });
}

async function violationsOf(client: Client, check: string): Promise<readonly Violation[]> {
  const { rows } = await client.query<Omit<Violation, 'check'>>(read('checks', `${check}.sql`));
  return rows.map((row) => ({ check, ...row }));
}

async function inSchema<T>(ownerUrl: string, name: string, work: (client: Client) => Promise<T>): Promise<T> {
  return await withClient(ownerUrl, async (client) => {
    await client.query(`drop schema if exists ${name} cascade; create schema ${name}; set search_path to ${name}`);
    await client.query(read('tables.sql'));
    try {
      return await work(client);
    } finally {
      await client.query(`drop schema ${name} cascade`);
    }
  });
}

async function fill(client: Client, table: string, rows: readonly object[]): Promise<void> {
  await client.query(`insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1)`, [
    JSON.stringify(rows),
  ]);
}
