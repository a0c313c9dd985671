import { Client, Connection } from '@temporalio/client';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type RunningTemporal, type TemporalOptions, startTemporal } from '../../../cli/machine/temporal-server.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { testTemporal } from '../../support/temporal.ts';

async function start(folder: string, more: Partial<TemporalOptions> = {}): Promise<RunningTemporal> {
  const { binary } = await testTemporal();
  const server = await startTemporal({
    binary,
    dbFile: join(folder, 'temporal', 'temporal.db'),
    namespace: 'tenure',
    logFile: join(folder, 'temporal.log'),
    ...more,
  });
  onTestFinished(async () => {
    await server.stop();
  });
  return server;
}

async function connect(address: string): Promise<Client> {
  const connection = await Connection.connect({ address });
  onTestFinished(() => connection.close());
  return new Client({ connection, namespace: 'tenure' });
}

test('a life that was started before a restart, and before a kill -9, is there after it, on the same address', async () => {
  const folder = temporaryFolder();
  const first = await start(folder);
  const options = { taskQueue: 'nobody', workflowId: 'customer:cus_1' };
  await (await connect(first.address)).workflow.start('customerLifecycle', options);
  await first.stop();
  const second = await start(folder, { port: first.port });
  await (await connect(second.address)).workflow.start('customerLifecycle', {
    ...options,
    workflowId: 'customer:cus_2',
  });
  process.kill(second.pid, 'SIGKILL');
  await second.exited;
  const third = await start(folder, { port: first.port });
  expect(third.address).toBe(first.address);
  const client = await connect(third.address);
  for (const workflowId of ['customer:cus_1', 'customer:cus_2']) {
    expect((await client.workflow.getHandle(workflowId).describe()).status.name).toBe('RUNNING');
  }
  const namespace = await client.workflowService.describeNamespace({ namespace: 'tenure' });
  expect(namespace.config?.workflowExecutionRetentionTtl?.seconds?.toString()).toBe(String(36_500 * 86_400));
});

test('time skipping of a single run is on', async () => {
  const { address, namespace } = await testTemporal();
  const client = await connect(address);
  const workflowId = `skipping-${process.pid}`;
  const handle = await client.workflow.start('anything', { taskQueue: 'nobody', workflowId });
  const asked = client.workflowService.updateWorkflowExecutionOptions({
    namespace,
    workflowExecution: { workflowId },
    workflowExecutionOptions: { timeSkippingConfig: { enabled: true } },
    updateMask: { paths: ['time_skipping_config'] },
  });
  await expect(asked).resolves.toMatchObject({ workflowExecutionOptions: { timeSkippingConfig: { enabled: true } } });
  await handle.terminate();
});

test('the user interface answers on a port of its own when it is asked for', async () => {
  const server = await start(temporaryFolder(), { uiPort: 0 });
  expect((await fetch(`${server.uiUrl}/`)).status).toBe(200);
});

test('a port that was asked for and is taken is named', async () => {
  const { address } = await testTemporal();
  const port = Number(address.split(':')[1]);
  await expect(start(temporaryFolder(), { port })).rejects.toMatchObject({
    code: 'port_in_use',
    message: expect.stringContaining(String(port)),
  });
});
