import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Db } from '../../db/database.ts';
import { knownMonth, stateUsage } from '../../db/usage.ts';
import type { UsageStatement } from '../../domain/usage/usage-history.ts';
import type { TestDatabase } from '../support/database.ts';
import { aCustomer, openDatabase, WALL } from './support.ts';

let test: TestDatabase;
let db: Db;
beforeAll(async () => {
  ({ test, db } = await openDatabase());
});
afterAll(async () => {
  await db.destroy();
  await test.drop();
});

it('sources that state a month at the same instant build upon each other, and none is lost', async () => {
  const month = { customerId: await aCustomer(db), currency: 'PLN', day: '2026-03-02' };
  const oneMore = (known: readonly UsageStatement[], knownAt: number): readonly UsageStatement[] => {
    const cost = (known[0]?.lines[0]?.cost ?? 0n) + 1n;
    return [{ day: month.day, knownAt, lines: [{ region: 'unknown', service: 's', kind: 'all', cost, night: null }] }];
  };
  const knownAt = await Promise.all(Array.from({ length: 8 }, () => stateUsage(db, month, WALL, oneMore)));
  expect(new Set(knownAt).size).toBe(8);
  expect((await knownMonth(db, month)).map(({ lines }) => lines[0]?.cost)).toEqual([8n]);
});
