import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { moveBookIn } from '../../bench/daily-round/book.ts';
import { callsSince } from '../../bench/daily-round/calls.ts';
import { type RoundGround, walkRound } from '../../bench/daily-round/walk-round.ts';
import { isNearTurn } from '../../domain/usage/figures-day.ts';
import { type House, openHouse } from '../support/house.ts';
import { installStandardPolicy } from '../support/residents.ts';

const CUSTOMERS = 60;

describe('the rounds of a day over a book', () => {
  let house: House;
  let ground: RoundGround;
  let firstCustomer = '';
  beforeAll(async () => {
    house = await openHouse();
    await installStandardPolicy(house);
    const { db, client, configuration, addresses } = house;
    ground = { db, client, taskQueue: configuration.temporal.taskQueue, microsoftUrl: addresses.microsoft };
    const [first] = await moveBookIn(ground, CUSTOMERS, () => undefined);
    firstCustomer = first?.id ?? '';
  });
  afterAll(() => house.close());

  it('read in detail only who has new figures, and no life of a quiet customer takes a turn', async () => {
    const { upTo } = await callsSince(ground.microsoftUrl, 0);
    const first = await walkRound(ground, 'usage', upTo);
    expect(first.report.looked).toBe(CUSTOMERS);
    // Nothing is known yet: the list and its token, and of the 18 who have used something their plans and what is in them.
    // About the turn of a month Microsoft is asked of each, too, which month it shows.
    const near = isNearTurn(Date.now()) ? 1 : 0;
    expect(first.calls).toMatchObject({ throttled: 0, count: 38 + near * CUSTOMERS, mostOfOneTenant: 2 + near });
    expect([first.turns, first.runs]).toEqual([0, 0]);
    const second = await walkRound(ground, 'usage', first.calls.upTo);
    expect(second.calls.count).toBe(1);
    expect([second.turns, second.runs]).toEqual([0, 0]);
  });

  it('read what was done in one list for everybody', async () => {
    const { upTo } = await callsSince(ground.microsoftUrl, 0);
    const walked = await walkRound(ground, 'activity', upTo);
    expect(walked.report.woken).toBe(5);
    expect(walked.calls.throttled).toBe(0);
    expect(walked.turns).toBe(0);
  });

  it('read who may do what in every tenant, several at a time, and wake nobody', async () => {
    const { upTo } = await callsSince(ground.microsoftUrl, 0);
    const walked = await walkRound(ground, 'access', upTo);
    expect(walked.report).toEqual({ looked: CUSTOMERS, woken: 0 });
    expect(walked.calls.throttled).toBe(0);
    expect(walked.turns).toBe(0);
  });

  it('control: a life that a round has woken is counted', async () => {
    const { db } = house;
    await db
      .updateTable('customer')
      .set({ wake_at: new Date(0) })
      .where('id', '=', firstCustomer)
      .execute();
    const { upTo } = await callsSince(ground.microsoftUrl, 0);
    const { turns, runs } = await walkRound(ground, 'lives', upTo);
    expect([turns, runs]).toEqual([1, 1]);
  });
});
