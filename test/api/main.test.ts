import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { testEnvironment } from '../support/configuration.ts';
import { createTestDatabase } from '../support/database.ts';
import { projectRoot } from '../support/test-machine-answers.ts';

interface Running {
  readonly child: ChildProcess;
  readonly lines: readonly string[];
  line<T extends z.ZodType>(schema: T): Promise<z.output<T>>;
}

const started: ChildProcess[] = [];
afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
});

function startMain(environment: Readonly<Record<string, string>>): Running {
  const child = spawn(process.execPath, [join(projectRoot, 'api', 'main.ts')], {
    env: { ...testEnvironment, LOG_LEVEL: 'info', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const keep = (text: string) => lines.push(...text.split('\n').filter((line) => line !== ''));
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  started.push(child);
  return {
    child,
    lines,
    async line(schema) {
      const found = () => lines.map((text) => schema.safeParse(parsed(text))).find((result) => result.success)?.data;
      await expect.poll(found, { timeout: 20_000, message: lines.join('\n') }).toBeDefined();
      return schema.parse(found());
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const ready = z.object({ msg: z.literal('api ready'), url: z.string(), metricsUrl: z.string() });

test('the process starts while Temporal is away, takes up an empty database, stops in order, and starts again', async () => {
  const database = await createTestDatabase();
  const first = startMain({ DATABASE_URL: database.url });
  const { url, metricsUrl } = await first.line(ready);
  expect(await (await fetch(`${url}/health/ready`)).json()).toEqual({
    status: 'ready',
    database: 'up',
    temporal: 'down',
  });
  expect(await (await fetch(metricsUrl)).text()).toContain('tenure_api_');
  expect((await fetch(`${url}/v1/customers`)).status).toBe(401);
  first.child.kill('SIGTERM');
  expect(await once(first.child, 'exit')).toEqual([0, null]);
  await first.line(z.object({ msg: z.literal('api stopped') }));

  const second = startMain({ DATABASE_URL: database.url });
  await second.line(ready);
  second.child.kill('SIGINT');
  expect(await once(second.child, 'exit')).toEqual([0, null]);
});

test.concurrent.each([
  [
    'a wrong configuration',
    async () => ({ API_PORT: 'many', TOKEN_PEPPER: '' }),
    /API_PORT[^]*TOKEN_PEPPER|TOKEN_PEPPER[^]*API_PORT/,
  ],
  [
    'a missing database',
    async () => ({ DATABASE_URL: 'postgres://nobody:a-password@127.0.0.1:1/none' }),
    /the api cannot start/,
  ],
  [
    'a port in use',
    async () => ({ DATABASE_URL: (await createTestDatabase()).url, API_PORT: await usedPort() }),
    /EADDRINUSE/,
  ],
])('%s ends the start with its reason', async (_, environment, reason) => {
  const { child, lines } = startMain(await environment());
  expect(await once(child, 'exit')).toEqual([1, null]);
  expect(lines.join('\n')).toMatch(reason);
  expect(lines.join('\n')).not.toContain('a-password');
});

async function usedPort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? String(address.port) : '';
}
