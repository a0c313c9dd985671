import { describe, expect, it } from 'vitest';
import { JUDGE_OF_A_DAY } from '../../../cli/day/judge/judge.ts';
import { createTestDatabase } from '../../support/database.ts';

describe('the judge of a day', () => {
  it('finds the violation that is planted for each of its checks, and none in a day without fault', async () => {
    const { superuserUrl } = await createTestDatabase();
    expect(JUDGE_OF_A_DAY.checks).toHaveLength(16);
    expect(await JUDGE_OF_A_DAY.blindChecks(superuserUrl)).toEqual([]);
  });

  it("reads the product's own tables, and leaves nothing behind", async () => {
    const { superuserUrl } = await createTestDatabase();
    const nothing = {
      at_subscription: [],
      at_azure: [],
      at_role: [],
      at_alert: [],
      at_change: [],
      at_consumed: [],
      mail: [],
      notice: [],
      kill: [],
      played: [],
    };
    expect(await JUDGE_OF_A_DAY.findViolations(superuserUrl, nothing)).toEqual([]);
    expect(await JUDGE_OF_A_DAY.findViolations(superuserUrl, nothing)).toEqual([]);
  });
});
