import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Credentials, readCredentials } from '../../cli/installation/credentials.ts';
import { layoutOf } from '../../cli/installation/layout.ts';
import { freePort } from '../../cli/machine/free-port.ts';
import { endOrphans, readPidFile } from '../../cli/machine/pid-file.ts';
import { commandLine, isAlive } from '../../cli/machine/process-identity.ts';
import { projectRoot } from '../support/test-machine-answers.ts';

const script = join(projectRoot, 'cli', 'start.ts');
const scratch = join(projectRoot, '.tenure', 'scratch');
const dataDir = join(scratch, `start-${process.pid}`);
const layout = layoutOf(dataDir);
const environment = {
  ...process.env,
  npm_lifecycle_event: undefined,
  TEMPORAL_ADDRESS: undefined,
  DATABASE_URL: undefined,
};

interface Launcher {
  readonly pid: number;
  readonly exited: Promise<number | null>;
  output(): string;
  says(text: string | RegExp, withinMs?: number): Promise<void>;
  signal(name: NodeJS.Signals): void;
}

function launch(args: readonly string[]): Launcher {
  const child = spawn(process.execPath, [script, ...args], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const exited = once(child, 'exit').then(() => child.exitCode);
  const says = async (text: string | RegExp, withinMs = 90_000): Promise<void> => {
    const deadline = Date.now() + withinMs;
    while (!(typeof text === 'string' ? output.includes(text) : text.test(output))) {
      if (child.exitCode !== null || Date.now() > deadline) throw new Error(`it never said ${text}:\n${output}`);
      await sleep(50);
    }
  };
  return { pid: child.pid ?? 0, exited, output: () => output, says, signal: (name) => child.kill(name) };
}

/** A start that fails: its exit code and everything it said. */
function refused(args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    env: environment,
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
}

const isUp = 'Ctrl-C stops everything';

function pidOf(part: string): number {
  return readPidFile(join(layout.runDir, `${part}.pid`))?.pid ?? 0;
}

describe('an installation on one machine', () => {
  let port = 0;
  let launcher: Launcher;
  let credentials: Credentials;

  const ask = (path: string, role: keyof Credentials['tokens'] | 'nobody', body?: object) =>
    fetch(`${credentials.apiUrl}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...(role === 'nobody' ? {} : { authorization: `Bearer ${credentials.tokens[role]}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const start = async (): Promise<void> => {
    launcher = launch(['--data-dir', dataDir, '--port', String(port), '--empty']);
    await launcher.says(isUp);
    const written = readCredentials(layout);
    if (written === undefined) throw new Error(`no credentials:\n${launcher.output()}`);
    credentials = written;
  };

  beforeAll(async () => {
    port = await freePort();
    await start();
  }, 240_000);

  afterAll(async () => {
    launcher.signal('SIGKILL');
    await endOrphans(layout.runDir, 5_000);
    rmSync(dataDir, { recursive: true, force: true });
  });

  test('says of every part where it is and how long it took, in the order of the start', () => {
    const parts = [...launcher.output().matchAll(/^(\S+) +ready .* \d+\.\d s$/gm)].map(([, part]) => part);
    expect(parts).toEqual(['PostgreSQL', 'Temporal', 'migrations', 'simulators', 'worker', 'API']);
  });

  test('gives each role a token, in a file for its owner only', async () => {
    expect(statSync(layout.credentialsFile).mode & 0o777).toBe(0o600);
    expect((await ask('/v1/customers', 'auditor')).status).toBe(200);
    expect((await ask('/v1/customers', 'nobody')).status).toBe(401);
  });

  test('lives a customer: the API takes it, the worker decides, Temporal keeps the run', async () => {
    const answer = await ask('/v1/customers', 'operator', {
      externalId: 'start-1',
      name: 'Contoso Sp. z o.o.',
      country: 'PL',
      timeZone: 'Europe/Warsaw',
      currency: 'PLN',
      contacts: [{ role: 'billing', name: 'Anna', email: 'anna@contoso.example' }],
    });
    expect(answer.status).toBe(201);
    await expect(answer.json()).resolves.toMatchObject({ phase: 'applied', workflow: { runId: expect.any(String) } });
  });

  test('has people of the partner to tell: a security case is a mail to the contact, in the mailbox on this machine', async () => {
    const taken = await ask('/v1/security-cases', 'analyst', {
      customer: 'ext:start-1',
      kind: 'fraud',
      severity: 'high',
      source: 'phone',
      receivedAt: new Date(Date.now() - 60_000).toISOString(),
      summary: 'Machines that nobody knows.',
    });
    expect(taken.status).toBe(201);
    const { id } = (await taken.json()) as { id: string };
    const subjects = async () => {
      const answer = await fetch(`${credentials.mailUrl}/messages?to=contact@partner.example`);
      const { items } = (await answer.json()) as { items: readonly { subject: string }[] };
      return items.map(({ subject }) => subject);
    };
    await expect.poll(subjects, { timeout: 30_000 }).toContainEqual(expect.stringContaining(id));
  }, 60_000);

  test('is not started a second time on the same data', () => {
    const { status, said } = refused(['--data-dir', dataDir, '--port', '1']);
    expect(status).toBe(1);
    expect(said).toContain(`Tenure is already running on ${dataDir} (process ${launcher.pid})`);
  });

  test('starts a part that was killed again and says so', async () => {
    const worker = pidOf('worker');
    process.kill(worker, 'SIGKILL');
    await launcher.says(/worker died \(SIGKILL\); starting it again/);
    await launcher.says(/worker is back after/);
    expect(pidOf('worker')).not.toBe(worker);
  }, 120_000);

  test('is repaired by the next start when the launcher was killed, and goes on with the same data and tokens', async () => {
    const before = { credentials, postgres: pidOf('postgres') };
    launcher.signal('SIGKILL');
    await launcher.exited;
    expect(commandLine(before.postgres)).toContain(dataDir);
    await start();
    expect(launcher.output()).toContain(`ended postgres (process ${before.postgres})`);
    expect(credentials.tokens).toEqual(before.credentials.tokens);
    const customer = await ask('/v1/customers/ext:start-1', 'auditor');
    await expect(customer.json()).resolves.toMatchObject({ externalId: 'start-1', phase: 'applied' });
  }, 180_000);

  test('stops in order on Ctrl-C, leaves no process behind and ends with 0', async () => {
    const children = ['postgres', 'temporal', 'simulators', 'worker', 'api'].map((part) =>
      readPidFile(join(layout.runDir, `${part}.pid`)),
    );
    expect(children).not.toContain(undefined);
    launcher.signal('SIGINT');
    expect(await launcher.exited).toBe(0);
    expect(children.filter((child) => child !== undefined && isAlive(child))).toEqual([]);
    expect(readdirSync(layout.runDir)).toEqual([]);
  });
});

describe('a start that something is in the way of', () => {
  const elsewhere = (name: string): string => join(scratch, `start-${process.pid}-${name}`);

  afterAll(() => {
    for (const name of readdirSync(scratch).filter((folder) => folder.startsWith(`start-${process.pid}-`))) {
      rmSync(join(scratch, name), { recursive: true, force: true });
    }
  });

  test('names the port of the API when it is taken, and starts nothing', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const { status, said } = refused(['--data-dir', elsewhere('port'), '--port', port]);
    server.close();
    expect(status).toBe(1);
    expect(said).toContain(`Port ${port}, on which the API should listen, is taken`);
    expect(existsSync(join(elsewhere('port'), 'postgres'))).toBe(false);
  });

  test('refuses data of another PostgreSQL and leaves them as they are', async () => {
    const cluster = join(elsewhere('version'), 'postgres', 'cluster');
    mkdirSync(cluster, { recursive: true });
    writeFileSync(join(cluster, 'PG_VERSION'), '17\n');
    const { status, said } = refused(['--data-dir', elsewhere('version'), '--port', String(await freePort())]);
    expect(status).toBe(1);
    expect(said).toContain('was made by PostgreSQL 17');
    expect(readdirSync(cluster)).toEqual(['PG_VERSION']);
    expect(readdirSync(join(elsewhere('version'), 'run'))).toEqual([]);
  });

  test('asks before it removes data, and removes nothing where nobody can answer', async () => {
    mkdirSync(join(elsewhere('fresh'), 'postgres'), { recursive: true });
    const { status, said } = refused(['--fresh', '--data-dir', elsewhere('fresh'), '--port', String(await freePort())]);
    expect(status).toBe(1);
    expect(said).toContain('Nothing was removed');
    expect(existsSync(join(elsewhere('fresh'), 'postgres'))).toBe(true);
  });

  test.for([['--port', 'many'], ['--prot', '1'], ['extra']])('refuses %j as a mistake of typing', (args) => {
    expect(refused(args)).toMatchObject({ status: 1, said: expect.stringContaining('error:') });
  });
});
