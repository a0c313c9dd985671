import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRequestBudget } from '../../../adapters/partner-center/request-budget.ts';

test('no minute, wherever it begins, sees more requests than the limit', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 20, max: 500 }),
      fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 40 }),
      (perMinute, pauses, burst) => {
        let now = 0;
        const budget = createRequestBudget(perMinute, () => now);
        const sentAt: number[] = [];
        for (const pause of pauses) {
          now += pause;
          for (let count = 0; count < burst; count += 1) sentAt.push(now + budget.take('t'));
        }
        sentAt.sort((left, right) => left - right);
        for (const [index, from] of sentAt.entries()) {
          const within = sentAt.slice(index).filter((at) => at < from + 60_000).length;
          expect(within).toBeLessThanOrEqual(perMinute);
        }
      },
    ),
    { numRuns: 50 },
  );
});

test('tenants do not wait for each other, and what is given back can be taken again', () => {
  const budget = createRequestBudget(20, () => 0);
  expect([budget.take('a'), budget.take('a'), budget.take('b')]).toEqual([0, 0, 0]);
  const wait = budget.take('a');
  expect(wait).toBeGreaterThan(0);
  budget.giveBack('a');
  expect(budget.take('a')).toBe(wait);
});
