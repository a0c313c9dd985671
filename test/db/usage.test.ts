import { expect, it } from 'vitest';
import { knownMonth, stateUsage } from '../../db/usage.ts';
import type { UsageStatement } from '../../domain/usage/usage-history.ts';
import { aCustomer, databaseOfFile, WALL } from './support.ts';

const { db } = await databaseOfFile();

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
