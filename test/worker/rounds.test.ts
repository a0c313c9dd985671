import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Round } from '../../contracts/round-activities.ts';
import { ensureRounds } from '../../worker/rounds.ts';
import { testTemporal } from '../support/temporal.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Known {
  readonly round: Round;
  readonly every: number;
  readonly offset: number;
  readonly madeGoodWithin: number;
}

describe('the schedules of the rounds, on the real server', () => {
  let connection: Connection;
  let client: Client;
  const schedules = async (): Promise<readonly Known[]> => {
    const known: Known[] = [];
    for await (const { scheduleId } of client.schedule.list()) {
      const { spec, policies } = await client.schedule.getHandle(scheduleId).describe();
      const [rhythm] = spec.intervals ?? [];
      known.push({
        round: scheduleId.replace('round:', '') as Round,
        every: rhythm?.every ?? 0,
        offset: rhythm?.offset ?? 0,
        madeGoodWithin: policies.catchupWindow,
      });
    }
    return known;
  };
  beforeAll(async () => {
    const { address } = await testTemporal();
    connection = await Connection.connect({ address });
    const namespace = `rounds-${randomUUID()}`;
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: msToTs(DAY),
    });
    client = new Client({ connection, namespace });
    // A new namespace is not known everywhere at once.
    await vi.waitFor(() => ensureRounds(client, 'nobody'), { timeout: 30_000, interval: 100 });
    // Schedules are listed a moment after they were made.
    await vi.waitFor(async () => expect(await schedules()).toHaveLength(18), { timeout: 30_000, interval: 100 });
  });
  afterAll(async () => {
    for (const { round } of await schedules()) await client.schedule.getHandle(`round:${round}`).delete();
    await connection.close();
  });

  it('let those of a day follow one another, an hour for each, away from the hours of usage', async () => {
    const daily = (await schedules()).filter(({ every }) => every === DAY);
    expect(daily.length).toBeGreaterThan(5);
    const hours = daily.map(({ offset }) => offset / HOUR);
    expect(new Set(hours).size).toBe(daily.length);
    const usage = (await schedules()).find(({ round }) => round === 'usage');
    expect(usage).toMatchObject({ every: 4 * HOUR, offset: 0 });
    const together = daily.filter(({ offset }) => offset % (4 * HOUR) === 0);
    // It asks for one list and one test event.
    expect(together.map(({ round }) => round)).toEqual(['registration']);
  });

  it('make a round good that was missed while the machine was off, but none of the days before', async () => {
    for (const { every, madeGoodWithin } of await schedules()) expect(madeGoodWithin).toBe(every);
  });

  it('stay as an operator has changed them', async () => {
    const usage = client.schedule.getHandle('round:usage');
    await usage.update((known) => ({ ...known, spec: { intervals: [{ every: HOUR }] } }));
    await ensureRounds(client, 'nobody');
    await expect
      .poll(async () => (await usage.describe()).spec.intervals, { timeout: 10_000 })
      .toMatchObject([{ every: HOUR }]);
  });
});
