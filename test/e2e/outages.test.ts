import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ensureDefaults } from '../../api/defaults.ts';
import { type InProcessInstallation, openInProcess } from '../support/in-process/installation.ts';
import { arrive } from '../support/in-process/move-in.ts';
import { applicationRole, ensureDatabase, ensureOwnerRole, ownerRole, urlFor } from '../../cli/machine/database.ts';
import { type RunningPostgres, startPostgres } from '../../cli/machine/postgres.ts';
import { type RunningTemporal, startTemporal } from '../../cli/machine/temporal-server.ts';
import { migrate } from '../../db/migrate.ts';
import { installRuntime, testBundle, testLog } from '../support/workflow-machinery.ts';
import { testTemporal } from '../support/temporal.ts';
import { projectRoot } from '../support/test-machine-answers.ts';

const PASSWORD = 'only-for-tests';

describe('what is away comes back, and nothing is lost or done twice', () => {
  let folder: string;
  let postgres: RunningPostgres;
  let temporal: RunningTemporal;
  let home: InProcessInstallation;
  let killed: ChildProcess | undefined;

  const startServer = async (port?: number) => {
    const { binary } = await testTemporal();
    return await startTemporal({
      binary,
      port,
      dbFile: join(folder, 'temporal.db'),
      namespace: 'tenure',
      logFile: join(folder, 'temporal.log'),
    });
  };

  beforeAll(async () => {
    mkdirSync(join(projectRoot, '.tenure', 'scratch'), { recursive: true });
    folder = mkdtempSync(join(projectRoot, '.tenure', 'scratch', 'outages-'));
    installRuntime();
    postgres = await startPostgres({ dataDir: join(folder, 'postgres'), durable: false });
    await ensureOwnerRole(postgres.superuserUrl, PASSWORD);
    await ensureDatabase(postgres.superuserUrl, 'tenure');
    await migrate(urlFor(postgres.superuserUrl, ownerRole, PASSWORD, 'tenure'), { appPassword: PASSWORD });
    temporal = await startServer();
    const bundle = testBundle();
    home = await openInProcess({
      databaseUrl: urlFor(postgres.superuserUrl, applicationRole, PASSWORD, 'tenure'),
      temporal: { address: temporal.address, namespace: 'tenure' },
      taskQueue: 'outages',
      workflowBundle: () => bundle,
      log: testLog,
      environment: { LOG_LEVEL: 'silent' },
    });
    await ensureDefaults({ db: home.db, now: Date.now, newId: home.newId });
  });
  afterEach(async () => {
    killed?.kill('SIGKILL');
    await home.stopWorker();
    await control('microsoft', 'DELETE');
  });
  afterAll(async () => {
    await home?.close();
    await temporal?.stop();
    await postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const control = async (simulator: 'microsoft' | 'mail', method: 'POST' | 'DELETE', body?: unknown) => {
    await fetch(`${home.addresses[simulator]}/control/faults`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  };
  const stopsAt = async (tenant: string): Promise<number> => {
    const { items } = (await (
      await fetch(`${home.addresses.microsoft}/control/changes?tenantId=${tenant}`)
    ).json()) as { items: { change: string; by: string }[] };
    return items.filter((change) => change.by !== 'control' && change.change.includes('suspend')).length;
  };
  /** By Message-ID, the different bytes that came under it: a second copy of the same ones is no second notice (rule 5). */
  const noticesTo = async (id: string): Promise<ReadonlyMap<string, ReadonlySet<string>>> => {
    const answer = await fetch(`${home.addresses.mail}/messages?to=${id}@example.test`);
    const { items } = (await answer.json()) as { items: { id: string; messageId: string }[] };
    const notices = new Map<string, Set<string>>();
    for (const mail of items) {
      const raw = await (await fetch(`${home.addresses.mail}/messages/${mail.id}/raw`)).text();
      notices.set(mail.messageId, (notices.get(mail.messageId) ?? new Set()).add(raw));
    }
    return notices;
  };

  it('a payment that arrives while Microsoft is away means that nobody is suspended when it is back', async () => {
    await home.startWorker();
    const resident = await arrive(home, { startsOn: '2026-01-05', traits: {} });
    await resident.invoice(`FV/M/${resident.id}`, 124_000n, '2026-01-19');
    await resident.advanceTo('2026-02-11');
    await control('microsoft', 'POST', {
      match: { tenantId: resident.tenant },
      kind: 'status',
      status: 503,
      times: 10_000,
    });
    await resident.advanceTo('2026-02-12', '08:02');
    await resident.pay(124_000n);
    await control('microsoft', 'DELETE');
    await resident.advanceTo('2026-02-13');
    expect(await resident.row()).toMatchObject({ phase: 'active', service: 'on' });
    expect(await stopsAt(resident.tenant)).toBe(0);
  }, 120_000);

  it('a worker killed in the middle of a suspension leaves it to the next one, and it happens once', async () => {
    const start = () =>
      spawn(process.execPath, [join(import.meta.dirname, '../../worker/main.ts')], {
        env: { ...process.env, ...home.environment, LOG_LEVEL: 'silent' },
        stdio: 'ignore',
      });
    killed = start();
    const resident = await arrive(home, { startsOn: '2026-01-05', traits: {} });
    await resident.invoice(`FV/K/${resident.id}`, 124_000n, '2026-01-19');
    await resident.advanceTo('2026-02-11');
    await control('microsoft', 'POST', {
      match: { tenantId: resident.tenant, method: 'PATCH' },
      kind: 'latency',
      ms: 4_000,
      times: 1,
    });
    const moving = resident.advanceTo('2026-02-20');
    await expect
      .poll(
        () =>
          home.db
            .selectFrom('effect')
            .where('customer_id', '=', resident.id)
            .where('kind', '=', 'stop')
            .where('state', '=', 'sending')
            .select('effect_key')
            .execute(),
        { timeout: 20_000, interval: 50 },
      )
      .toHaveLength(1);
    await sleep(1_000);
    killed.kill('SIGKILL');
    await home.startWorker();
    await moving;
    expect(await resident.row()).toMatchObject({ phase: 'suspended', service: 'off' });
    expect(await stopsAt(resident.tenant)).toBe(1);
    await resident.pay(124_000n);
    await resident.advanceTo('2026-02-21');
    expect(await resident.row()).toMatchObject({ phase: 'active', service: 'on' });
  }, 120_000);

  it('money that arrives while Temporal is down is committed at once and brings service back when it is up', async () => {
    await home.startWorker();
    const resident = await arrive(home, { startsOn: '2026-01-05', traits: {} });
    await resident.invoice(`FV/T/${resident.id}`, 124_000n, '2026-01-19');
    await resident.advanceTo('2026-02-20');
    const { port } = temporal;
    await temporal.stop();
    await resident.pay(124_000n);
    const [paid] = await home.db.selectFrom('invoice').where('customer_id', '=', resident.id).select('state').execute();
    expect(paid?.state).toBe('paid');
    temporal = await startServer(port);
    await expect
      .poll(() => resident.row(), { timeout: 60_000, interval: 300 })
      .toMatchObject({ phase: 'active', service: 'on' });
  }, 120_000);

  it('PostgreSQL restarting under a life at work loses nothing and makes no notice twice', async () => {
    await home.startWorker();
    const resident = await arrive(home, { startsOn: '2026-01-05', traits: {} });
    await resident.invoice(`FV/P/${resident.id}`, 124_000n, '2026-01-19');
    await resident.advanceTo('2026-01-28');
    const { port } = postgres;
    const moving = resident.advanceTo('2026-02-10').catch((error: unknown) => error);
    await sleep(150);
    await postgres.stop();
    await sleep(1_000);
    postgres = await startPostgres({ dataDir: join(folder, 'postgres'), durable: false, port });
    await moving;
    const sent = async () => [...(await noticesTo(resident.id)).values()].map(({ size }) => size);
    await expect.poll(sent, { timeout: 60_000, interval: 300 }).toEqual([1, 1, 1, 1]);
    await sleep(2_000);
    expect(await sent()).toEqual([1, 1, 1, 1]);
  }, 120_000);
});
