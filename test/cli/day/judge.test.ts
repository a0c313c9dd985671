import { describe, expect, it } from 'vitest';
import { blindChecks, CHECKS } from '../../../cli/day/judge/judge.ts';
import { createTestDatabase } from '../../support/database.ts';

describe('the judge of a day', () => {
  it('finds the violation that is planted for each of its checks, and none in a day without fault', async () => {
    const { superuserUrl } = await createTestDatabase();
    expect(CHECKS).toHaveLength(15);
    expect(await blindChecks(superuserUrl)).toEqual([]);
  });
});
