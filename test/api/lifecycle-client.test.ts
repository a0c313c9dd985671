import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { pino } from 'pino';
import { onTestFinished, expect, test } from 'vitest';
import { createLifecycleClient } from '../../api/lifecycle-client.ts';
import type { Lifecycle } from '../../api/lifecycle.ts';
import { LIFECYCLE_TYPE, lifecycleWorkflowId } from '../../contracts/lifecycle.ts';
import { testTemporal } from '../support/temporal.ts';

interface Lives {
  readonly lifecycle: Lifecycle;
  readonly client: Client;
  readonly customer: string;
  readonly delivered: readonly number[];
}

/** Lives on a server on which no worker listens: everything is accepted and nothing is decided. */
async function livesOn(address: string, namespace: string): Promise<Lives> {
  const connection = Connection.lazy({ address });
  const client = new Client({ connection, namespace });
  const customer = `cus_${randomUUID()}`;
  const delivered: number[] = [];
  const lifecycle = createLifecycleClient({
    client,
    taskQueue: `nobody-${customer}`,
    logger: pino({ level: 'silent' }),
    inputOf: async (customerId) => ({ customerId, epoch: 7, testClock: false }),
    markDelivered: async (_, factVersion) => {
      delivered.push(factVersion);
    },
  });
  onTestFinished(async () => {
    const end = () => client.workflow.getHandle(lifecycleWorkflowId(customer)).terminate();
    // One that never came about cannot be closed either: calls that are being retried would throw from their timers.
    if (!(await lifecycle.reachable())) return;
    await end().catch(() => undefined);
    await connection.close();
  });
  return { lifecycle, client, customer, delivered };
}

async function timed<T>(work: Promise<T>): Promise<{ readonly answer: T; readonly ms: number }> {
  const start = performance.now();
  return { answer: await work, ms: performance.now() - start };
}

test('a server that cannot be reached is no error to the caller: the fact is committed, and will be delivered', async () => {
  const { lifecycle, customer, delivered } = await livesOn('127.0.0.1:1', 'tenure');
  const { answer, ms } = await timed(lifecycle.changed(customer, { factVersion: 3, because: 'payment' }, 'op_1'));
  expect(answer).toBe('pending');
  expect(ms).toBeLessThan(8_000);
  expect(delivered).toEqual([]);
  expect(await lifecycle.reachable()).toBe(false);
  await expect(lifecycle.history(customer)).rejects.toMatchObject({ code: 'unavailable' });
});

test('a customer without a life gets one, and who asked waits two seconds for it', async () => {
  const { address, namespace } = await testTemporal();
  const { lifecycle, client, customer, delivered } = await livesOn(address, namespace);
  const { answer, ms } = await timed(lifecycle.changed(customer, { factVersion: 1, because: 'registered' }, 'op_1'));
  expect([answer, delivered]).toEqual(['pending', []]);
  expect(ms).toBeGreaterThan(1_500);
  expect(ms).toBeLessThan(8_000);
  const run = await client.workflow.getHandle(lifecycleWorkflowId(customer)).describe();
  expect([run.type, run.status.name, run.taskQueue]).toEqual([LIFECYCLE_TYPE, 'RUNNING', `nobody-${customer}`]);
  expect(await lifecycle.reachable()).toBe(true);
});

test('a change of a customer whose run has ended starts another run', async () => {
  const { address, namespace } = await testTemporal();
  const { lifecycle, client, customer } = await livesOn(address, namespace);
  const handle = client.workflow.getHandle(lifecycleWorkflowId(customer));
  await lifecycle.changed(customer, { factVersion: 1, because: 'registered' }, 'op_1');
  const { runId: first } = await handle.describe();
  await handle.terminate('the relationship has ended');
  await lifecycle.changed(customer, { factVersion: 9, because: 'payment' }, 'op_2');
  const second = await handle.describe();
  expect(second.status.name).toBe('RUNNING');
  expect(second.runId).not.toBe(first);
  await expect
    .poll(async () => (await lifecycle.history(customer)).map((run) => run.runId), { timeout: 10_000 })
    .toEqual([first, second.runId]);
  const [run] = await lifecycle.history(customer);
  expect(run?.history).toHaveProperty('events');
});
