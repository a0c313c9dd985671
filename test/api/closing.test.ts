import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startApi } from './support/api.ts';

async function apiToClose(drainMs: number, underWayMs: number) {
  let close: () => Promise<void> = async () => {};
  const api = await startApi(
    {
      limits: { drainMs },
      lifecycle: () => ({
        changed: async () => 'pending',
        history: async () => [],
        reachable: async () => sleep(underWayMs, true),
      }),
    },
    (end) => {
      close = end;
    },
  );
  const closedWithin = async (): Promise<number> => {
    const start = Date.now();
    await close();
    return Date.now() - start;
  };
  return { url: api.url, closedWithin };
}

test('a request under way when the stop begins is answered, and its connection does not hold the stop up', async () => {
  const { url, closedWithin } = await apiToClose(20_000, 600);
  const underWay = fetch(`${url}/health/ready`);
  await sleep(200);
  const took = await closedWithin();
  expect((await underWay).status).toBe(200);
  expect(took).toBeLessThan(3_000);
});

test('a connection that asks nothing is cut off when the time is over', async () => {
  const { url, closedWithin } = await apiToClose(300, 0);
  const silent = connect(Number(new URL(url).port), '127.0.0.1');
  const gone = once(silent, 'close');
  await once(silent, 'connect');
  const took = await closedWithin();
  await gone;
  expect(took).toBeGreaterThanOrEqual(250);
  expect(took).toBeLessThan(3_000);
});
