import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowNotFoundError } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ensureDefaults } from '../../api/defaults.ts';
import { type RunningTemporal, startTemporal } from '../../cli/machine/temporal-server.ts';
import { recoverLives } from '../../cli/recovery/recover-lives.ts';
import { verifyBook } from '../../cli/verification/verify-book.ts';
import { LIFECYCLE_TYPE, lifecycleWorkflowId } from '../../contracts/lifecycle.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { installRuntime, testBundle, testLog } from '../support/workflow-machinery.ts';
import { type InProcessInstallation, openInProcess } from '../support/in-process/installation.ts';
import { arrive } from '../support/in-process/move-in.ts';
import { testTemporal } from '../support/temporal.ts';
import { projectRoot } from '../support/test-machine-answers.ts';

const QUEUE = 'recover';
const LADDER = ['courtesy', 'reminder-1', 'reminder-2', 'warning'];

describe('after Temporal lost its database', () => {
  let folder: string;
  let database: TestDatabase;
  let temporal: RunningTemporal;
  let home: InProcessInstallation;
  let killed: ChildProcess | undefined;

  /** A program of the project in a process of its own, told what the installation's programs are told. */
  const run = (script: string, output: 'ignore' | 'pipe'): ChildProcess =>
    spawn(process.execPath, [join(projectRoot, script)], {
      env: { ...process.env, ...home.environment },
      stdio: ['ignore', output, output],
    });
  const command = async (script: string): Promise<{ code: number | null; said: string }> => {
    const child = run(script, 'pipe');
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { code, said };
  };

  const startServer = async (port?: number) => {
    const { binary } = await testTemporal();
    const files = { dbFile: join(folder, 'temporal', 'temporal.db'), logFile: join(folder, 'temporal.log') };
    return await startTemporal({ binary, port, namespace: 'tenure', ...files });
  };
  /** Stops worker and server, does something to the server's files, and starts the server again; the worker is the test's. */
  const whileDown = async (act: () => void) => {
    await home.stopWorker();
    const { port } = temporal;
    await temporal.stop();
    act();
    temporal = await startServer(port);
  };
  const wipe = () => whileDown(() => rmSync(join(folder, 'temporal'), { recursive: true }));
  const copied = (from: string, to: string) => cpSync(join(folder, from), join(folder, to), { recursive: true });
  const recover = () =>
    recoverLives({ db: home.db, client: home.client, taskQueue: QUEUE, wallNow: Date.now }, { patienceMs: 1_000 });

  beforeAll(() => {
    mkdirSync(join(projectRoot, '.tenure', 'scratch'), { recursive: true });
    folder = mkdtempSync(join(projectRoot, '.tenure', 'scratch', 'recover-'));
    installRuntime();
  });
  const bundle = testBundle();
  beforeEach(async () => {
    temporal = await startServer();
    database = await createTestDatabase();
    home = await openInProcess({
      databaseUrl: database.url,
      temporal: { address: temporal.address, namespace: 'tenure' },
      taskQueue: QUEUE,
      workflowBundle: () => bundle,
      log: testLog,
      environment: { LOG_LEVEL: 'silent' },
    });
    await ensureDefaults({ db: home.db, now: Date.now, newId: home.newId });
    await home.startWorker();
  });
  afterEach(async () => {
    killed?.kill('SIGKILL');
    killed = undefined;
    await home?.close();
    await temporal?.stop();
    await database?.drop();
    for (const name of ['temporal', 'backup']) rmSync(join(folder, name), { recursive: true, force: true });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const mailsTo = async (id: string): Promise<readonly string[]> => {
    const page = await (await fetch(`${home.addresses.mail}/messages?to=${id}@example.test`)).json();
    return (page as { items: { messageId: string }[] }).items.map((mail) => mail.messageId);
  };
  const noticesOf = async (id: string): Promise<readonly string[]> => {
    const rows = await home.db
      .selectFrom('notice')
      .select('step')
      .where('customer_id', '=', id)
      .orderBy('id')
      .execute();
    return rows.map((row) => row.step);
  };
  const changesAt = async (tenant: string): Promise<readonly string[]> => {
    const page = await (await fetch(`${home.addresses.microsoft}/control/changes?tenantId=${tenant}`)).json();
    const { items } = page as { items: { change: string; by: string }[] };
    return items.filter(({ by }) => by !== 'control').map(({ change }) => change);
  };
  const decisionsOf = (id: string) =>
    home.db.selectFrom('decision').select(['id', 'run_id']).where('customer_id', '=', id).orderBy('id').execute();

  it('every life goes on from PostgreSQL alone: nothing is lost, nothing is sent twice', async () => {
    const warned = await arrive(home, { startsOn: '2026-01-05' });
    await warned.invoice('FV/1', 124_000n, '2026-01-19');
    await warned.advanceTo('2026-01-30');
    const stopped = await arrive(home, { startsOn: '2026-01-05' });
    await stopped.invoice('FV/2', 124_000n, '2026-01-19');
    await stopped.advanceTo('2026-02-20');
    const quiet = await arrive(home, { startsOn: null });
    await quiet.settled();
    expect(await stopped.row()).toMatchObject({ phase: 'suspended', service: 'off' });
    const suspended = await changesAt(stopped.tenant);

    await wipe();
    const handle = home.client.workflow.getHandle(lifecycleWorkflowId(warned.id));
    await expect(handle.describe()).rejects.toThrow(WorkflowNotFoundError);
    await home.startWorker();
    expect(await recover()).toMatchObject({ total: 3, restarted: 3 });
    for (const resident of [warned, stopped, quiet]) await resident.settled();

    expect(await warned.row()).toMatchObject({ phase: 'dunning', today: '2026-01-30' });
    expect(await stopped.row()).toEqual({ phase: 'suspended', service: 'off', today: '2026-02-20' });
    expect(await quiet.row()).toMatchObject({ phase: 'active' });
    expect([await mailsTo(warned.id), await changesAt(stopped.tenant)]).toMatchObject([{ length: 3 }, suspended]);

    await warned.advanceTo('2026-02-20');
    expect(await warned.row()).toMatchObject({ phase: 'suspended', service: 'off' });
    for (const { id } of [warned, stopped]) {
      expect(await noticesOf(id)).toEqual(LADDER);
      expect(new Set(await mailsTo(id)).size).toBe(4);
      expect(await mailsTo(id)).toHaveLength(4);
    }
    await stopped.pay(124_000n);
    await stopped.advanceTo('2026-02-21');
    expect(await stopped.row()).toMatchObject({ phase: 'active', service: 'on' });
    const checks = await verifyBook(home.db, { decisions: 1_000 });
    expect(checks.flatMap(({ wrong }) => wrong)).toEqual([]);
    expect(checks.map(({ looked }) => looked > 0)).toEqual(checks.map(() => true));
  }, 180_000);

  it('a recovery may be repeated, and a run of an old epoch is refused and ends', async () => {
    const resident = await arrive(home, { startsOn: '2026-01-05' });
    await resident.invoice('FV/1', 124_000n, '2026-01-19');
    await resident.advanceTo('2026-01-30');
    await recover();
    const recovered = await command('cli/recover.ts');
    expect(recovered.said).toContain('1 lives started anew.');
    expect(recovered.code).toBe(0);
    const { epoch } = await home.db
      .selectFrom('customer')
      .select('epoch')
      .where('id', '=', resident.id)
      .executeTakeFirstOrThrow();
    expect(epoch).toBe(3);
    const before = await decisionsOf(resident.id);
    const stray = await home.client.workflow.start(LIFECYCLE_TYPE, {
      workflowId: `stray:${resident.id}`,
      taskQueue: QUEUE,
      args: [{ customerId: resident.id, epoch: 1, testClock: true }],
    });
    await stray.result();
    expect(await decisionsOf(resident.id)).toEqual(before);
    expect(await mailsTo(resident.id)).toHaveLength(3);
  }, 120_000);

  it('a worker that died in the middle of a suspension, and then a wiped server: it happens once', async () => {
    await home.stopWorker();
    killed = run('worker/main.ts', 'ignore');
    const resident = await arrive(home, { startsOn: '2026-01-05' });
    await resident.invoice('FV/1', 124_000n, '2026-01-19');
    await resident.advanceTo('2026-02-11');
    await fetch(`${home.addresses.microsoft}/control/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ match: { tenantId: resident.tenant, method: 'PATCH' }, kind: 'latency', ms: 4_000 }),
    });
    const moving = resident.advanceTo('2026-02-20').catch(() => undefined);
    const underWay = () =>
      home.db.selectFrom('effect').select('kind').where('state', '=', 'sending').where('kind', '=', 'stop').execute();
    await expect.poll(underWay, { timeout: 30_000, interval: 50 }).toHaveLength(1);
    await sleep(1_000);
    killed.kill('SIGKILL');
    await wipe();
    await home.startWorker();
    await recover();
    await expect.poll(() => resident.row(), { timeout: 30_000 }).toMatchObject({ phase: 'suspended', service: 'off' });
    expect((await changesAt(resident.tenant)).filter((change) => change.includes('suspend'))).toHaveLength(1);
    expect(await mailsTo(resident.id)).toHaveLength(4);
    await moving;
  }, 180_000);

  it('a restored older copy is noticed by its first turn, ended, and repaired by itself', async () => {
    const resident = await arrive(home, { startsOn: '2026-01-05' });
    await resident.invoice('FV/1', 124_000n, '2026-01-19');
    await resident.advanceTo('2026-01-20');
    await whileDown(() => copied('temporal', 'backup'));
    await home.startWorker();
    await resident.advanceTo('2026-01-30');
    const lived = await decisionsOf(resident.id);

    await whileDown(() => {
      rmSync(join(folder, 'temporal'), { recursive: true });
      copied('backup', 'temporal');
    });
    await home.startWorker();
    await resident.invoice('FV/2', 10_000n, '2026-03-31');
    await resident.settled();
    const noticed = await home.db
      .selectFrom('audit_event')
      .select('kind')
      .where('chain', '=', resident.id)
      .where('kind', '=', 'life.behind')
      .execute();
    expect(noticed).toHaveLength(1);
    const after = await decisionsOf(resident.id);
    expect(after.length).toBeGreaterThan(lived.length);
    expect(after.at(-1)?.run_id).not.toBe(lived.at(-1)?.run_id);
    expect(await resident.row()).toMatchObject({ phase: 'dunning', today: '2026-01-30' });

    await resident.advanceTo('2026-02-20');
    expect(await resident.row()).toMatchObject({ phase: 'suspended', service: 'off' });
    expect(await noticesOf(resident.id)).toEqual(LADDER);
    expect(await mailsTo(resident.id)).toHaveLength(4);
  }, 180_000);

  it('a clock that is moved on a wiped or restored server, before anybody recovers, takes the life along', async () => {
    const resident = await arrive(home, { startsOn: '2026-01-05' });
    await resident.invoice('FV/1', 124_000n, '2026-01-19');
    await resident.advanceTo('2026-01-20');
    await whileDown(() => copied('temporal', 'backup'));
    await home.startWorker();
    await resident.advanceTo('2026-01-30');

    await whileDown(() => {
      rmSync(join(folder, 'temporal'), { recursive: true });
      copied('backup', 'temporal');
    });
    await home.startWorker();
    await resident.advanceTo('2026-02-06');
    expect(await noticesOf(resident.id)).toEqual(LADDER);

    await wipe();
    await home.startWorker();
    await resident.advanceTo('2026-02-20');
    expect(await resident.row()).toEqual({ phase: 'suspended', service: 'off', today: '2026-02-20' });
    expect(await mailsTo(resident.id)).toHaveLength(4);
  }, 180_000);

  it('an effect that is under way is waited for', async () => {
    const resident = await arrive(home, { startsOn: '2026-01-05' });
    await resident.invoice('FV/1', 124_000n, '2026-01-19');
    await resident.advanceTo('2026-01-30');
    const { effect_key } = await home.db
      .updateTable('effect')
      .set({ state: 'sending', sending_at: new Date(), ended_at: null })
      .where('customer_id', '=', resident.id)
      .where('effect_key', 'like', '%reminder-2%')
      .returning('effect_key')
      .executeTakeFirstOrThrow();
    const waits: number[] = [];
    await recoverLives(
      { db: home.db, client: home.client, taskQueue: QUEUE, wallNow: Date.now },
      { patienceMs: 3_000, onProgress: ({ underWay }) => void waits.push(underWay) },
    );
    expect(effect_key).toContain('reminder-2');
    expect(waits.filter((underWay) => underWay > 0).length).toBeGreaterThan(0);
    expect(waits.at(-1)).toBe(0);
  }, 120_000);
});
