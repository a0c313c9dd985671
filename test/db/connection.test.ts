import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Db } from '../../db/database.ts';
import { inTurn } from '../../db/statement.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let test: TestDatabase;
let db: Db;
const idleErrors: Error[] = [];
beforeAll(async () => {
  test = await createTestDatabase();
  db = connect(test.url, {
    max: 2,
    applicationName: 'tenure-connection-test',
    onIdleError: (error) => idleErrors.push(error),
  });
});
afterAll(async () => {
  await db.destroy();
  await test.drop();
});

describe('connections', () => {
  it('give bigints, calendar days and instants as they are', async () => {
    const { rows } = await sql<Record<string, unknown>>`
      select 9007199254740993 as money, date '2026-03-29' as day, timestamptz '2026-03-29 01:30:00.123Z' as at, 1.50::numeric as rate`.execute(
      db,
    );
    expect(rows).toEqual([
      { money: 9007199254740993n, day: '2026-03-29', at: new Date('2026-03-29T01:30:00.123Z'), rate: '1.50' },
    ]);
  });

  it('carry statements out in their order', async () => {
    await db.transaction().execute(async (trx) => {
      await sql`create temporary table seen (place serial, text text) on commit drop`.execute(trx);
      await inTurn(
        trx,
        ['a', 'b', 'c'].map((text) => (tx) => sql`insert into seen (text) values (${text})`.compile(tx)),
      );
      const { rows } = await sql<{ text: string }>`select text from seen order by place`.execute(trx);
      expect(rows.map((row) => row.text)).toEqual(['a', 'b', 'c']);
    });
  });

  it('undo all statements of a transaction when one of them fails', async () => {
    const failing = db
      .transaction()
      .execute((trx) =>
        inTurn(trx, [
          (tx) => sql`insert into policy (key, created_at) values ('together', now())`.compile(tx),
          (tx) => sql`select 1 / 0`.compile(tx),
          (tx) => sql`insert into policy (key, created_at) values ('behind', now())`.compile(tx),
        ]),
      );
    await expect(failing).rejects.toThrow('division by zero');
    expect(await db.selectFrom('policy').select('key').execute()).toEqual([]);
  });

  it('that the server ends, in use or idle, are replaced', async () => {
    const superuser = new Client({ connectionString: test.superuserUrl });
    await superuser.connect();
    const endAll = () =>
      superuser.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tenure-connection-test'",
      );
    const sleeping = db.transaction().execute(async (trx) => {
      await Promise.all([sql`select pg_sleep(20)`.execute(trx), sql`select 1`.execute(trx)]);
    });
    const ended = expect(sleeping).rejects.toThrow();
    await expect
      .poll(
        async () =>
          (
            await superuser.query(
              "select 1 from pg_stat_activity where query like '%pg_sleep(20)' and application_name = 'tenure-connection-test'",
            )
          ).rowCount,
      )
      .toBe(1);
    await endAll();
    await ended;
    expect((await sql`select 1`.execute(db)).rows).toHaveLength(1);
    await endAll();
    await expect.poll(() => idleErrors.length).toBeGreaterThan(0);
    expect((await sql`select 1`.execute(db)).rows).toHaveLength(1);
    await superuser.end();
  });
});
