import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Connection } from '@temporalio/client';
import { access, constants } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { withClient } from '../../cli/machine/database.ts';
import { createTestDatabase } from '../support/database.ts';
import { childProcesses } from '../support/leak-check.ts';
import { testServer, testTemporal } from '../support/temporal.ts';

test('every test database is empty, and what one test writes no other one sees', async () => {
  const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await withClient(first.ownerUrl, (client) => client.query('create table mark (n int)'));
  const found = await withClient(second.ownerUrl, (client) => client.query("select to_regclass('mark') as mark"));
  expect(found.rows).toEqual([{ mark: null }]);
});

test('the application role signs in, and may not create tables', async () => {
  const { url } = await createTestDatabase();
  const attempt = withClient(url, (client) => client.query('create table mine (n int)'));
  await expect(attempt).rejects.toMatchObject({ code: '42501' });
});

test('a test database is made in milliseconds', async () => {
  await createTestDatabase();
  const took: number[] = [];
  for (let turn = 0; turn < 3; turn += 1) {
    const start = performance.now();
    await createTestDatabase();
    took.push(performance.now() - start);
  }
  expect(Math.min(...took)).toBeLessThan(2_000);
});

test('the shared Temporal server serves the namespace', async () => {
  const { address, namespace } = await testTemporal();
  const connection = await Connection.connect({ address });
  const described = await connection.workflowService.describeNamespace({ namespace });
  await connection.close();
  expect(described.config?.workflowExecutionRetentionTtl?.seconds?.toString()).toBe(String(36_500 * 86_400));
});

test('the Java test server is there to be run', async () => {
  await expect(access(await testServer(), constants.X_OK)).resolves.toBeUndefined();
});

test.runIf(process.platform === 'linux')('the leak check sees a child process until it has ended', async () => {
  const child = spawn('sleep', ['60']);
  await once(child, 'spawn');
  expect(childProcesses()).toEqual([expect.stringContaining('sleep 60')]);
  child.kill();
  await once(child, 'exit');
  expect(childProcesses()).toEqual([]);
});
