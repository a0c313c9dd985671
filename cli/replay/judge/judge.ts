import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import type { DayOrder } from '../../../domain/book/book-days.ts';
import { withClient } from '../../machine/database.ts';
import { type Evidence, postedRows } from './evidence.ts';

/** Something that must never be, found in what happened. `check` is the file in `checks/` that says what it is. */
export interface Violation {
  readonly check: string;
  readonly customer: string;
  readonly day: string;
  readonly detail: string;
}

const HERE = import.meta.dirname;
const read = (...path: string[]) => readFileSync(join(HERE, ...path), 'utf8');

/** Names of the checks, one file each. */
export const CHECKS: readonly string[] = readdirSync(join(HERE, 'checks'))
  .map((file) => file.replace(/\.sql$/, ''))
  .toSorted();

/** How PostgreSQL's `to_date` names the ways to write a day; it takes a month of one digit as well. */
const DAY_FORMATS: Readonly<Record<DayOrder, string>> = {
  'year-month-day': 'YYYY-MM-DD',
  'month/day/year': 'MM/DD/YYYY',
  'day/month/year': 'DD/MM/YYYY',
  'day.month.year': 'DD.MM.YYYY',
};

/**
 * The second judge: SQL over the book and what happened, written without the kernel, so that a mistake of the kernel is
 * not a mistake of its judge. Works in a schema of its own and leaves nothing behind.
 */
export async function findViolations(connectionString: string, evidence: Evidence): Promise<readonly Violation[]> {
  return await inSchema(connectionString, 'judge', async (client) => {
    await load(client, evidence);
    await client.query(read('views.sql'));
    const violations: Violation[] = [];
    for (const check of CHECKS) violations.push(...(await violationsOf(client, check)));
    return violations;
  });
}

/**
 * The judge judged: a check is worth something when it is silent about lives without fault and speaks once a violation
 * is planted. Answers the checks of which that is not so.
 */
export async function blindChecks(connectionString: string): Promise<readonly string[]> {
  return await inSchema(connectionString, 'control', async (client) => {
    await client.query(read('control', 'sound.sql'));
    await client.query(read('views.sql'));
    const blind: string[] = [];
    for (const check of CHECKS) {
      const sound = await violationsOf(client, check);
      await client.query('begin');
      await client.query(read('control', `${check}.sql`));
      for (const view of ['owed', 'suspected', 'sent', 'stopped', 'service'])
        await client.query(`refresh materialized view ${view}`);
      const planted = await violationsOf(client, check);
      await client.query('rollback');
      if (sound.length > 0 || planted.length === 0) blind.push(check);
    }
    return blind;
  });
}

async function violationsOf(client: Client, check: string): Promise<readonly Violation[]> {
  const { rows } = await client.query<Omit<Violation, 'check'>>(
    `select customer, day::date::text as day, detail from (${read('checks', `${check}.sql`)}) found order by day, customer`,
  );
  return rows.map((row) => ({ check, ...row }));
}

async function inSchema<T>(connectionString: string, name: string, work: (client: Client) => Promise<T>): Promise<T> {
  return await withClient(connectionString, async (client) => {
    await client.query(`drop schema if exists ${name} cascade; create schema ${name}; set search_path to ${name}`);
    await client.query(read('tables.sql'));
    try {
      return await work(client);
    } finally {
      await client.query(`drop schema ${name} cascade`);
    }
  });
}

async function load(client: Client, { book, facts, happened, terms }: Evidence): Promise<void> {
  await fill(client, 'raw_book', book);
  await fill(client, 'posted', postedRows(facts));
  await fill(
    client,
    'happened',
    happened.map(({ customer, at, day, what, which, deliveredAt }) => ({
      customer,
      at: new Date(at),
      day,
      what,
      which,
      delivered_at: deliveredAt === undefined ? null : new Date(deliveredAt),
    })),
  );
  await fill(client, 'terms', [
    {
      from_day: terms.from,
      to_day: terms.to,
      day_format: DAY_FORMATS[terms.days],
      decimal_mark: terms.decimalMark,
      minor_digits: terms.minorDigits,
      distorted: terms.distorted,
      policy: terms.policy,
      minimum_notice_days: terms.minimumNoticeDays,
    },
  ]);
}

async function fill(client: Client, table: string, rows: readonly object[]): Promise<void> {
  await client.query(`insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1)`, [
    JSON.stringify(rows),
  ]);
}
