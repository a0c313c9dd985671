import { randomBytes, randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { Runtime, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { pino } from 'pino';
import { createClockMover } from '../../api/clock/temporal-clock-mover.ts';
import type { ClockMover } from '../../api/clock/clock-mover.ts';
import { createLifecycleClient } from '../../api/lifecycle-client.ts';
import type { Lifecycle } from '../../api/lifecycle.ts';
import type { Configuration } from '../../contracts/configuration.ts';
import { findCustomer } from '../../db/customers.ts';
import type { Activities } from '../../activities/index.ts';
import { connect, type Db } from '../../db/database.ts';
import { markDelivered } from '../../db/outbox.ts';
import { type IdPrefix, newId } from '../../domain/ids.ts';
import { startSimulators } from '../../simulators/start-all.ts';
import { simulatorEnvironment } from '../../simulators/configuration.ts';
import { clockAnnouncer } from '../../adapters/clock-announcer.ts';
import { type RunningWorker, runWorker } from '../../worker/run-worker.ts';
import { sdkLogger } from '../../worker/sdk-logger.ts';
import { bundleWorkflows } from '../../worker/workflow-bundle.ts';
import { testConfiguration } from './configuration.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { testTemporal } from './temporal.ts';

export const testLog = pino({ level: process.env['TEST_LOG'] ?? 'silent' });
let bundle: Promise<WorkflowBundleWithSourceMap> | undefined;

/** The whole of Tenure in one test: real PostgreSQL, real Temporal, real simulators, a worker that can be killed and restarted. */
export interface House {
  readonly db: Db;
  readonly database: TestDatabase;
  readonly client: Client;
  readonly configuration: Configuration;
  readonly lifecycle: Lifecycle;
  readonly clocks: ClockMover;
  readonly addresses: {
    readonly microsoft: string;
    readonly gateway: string;
    readonly smtp: string;
    readonly mail: string;
  };
  readonly newId: (prefix: IdPrefix) => string;
  /** `around` puts something between the worker and its activities, such as a crash. */
  startWorker(around?: (activities: Activities) => Activities): Promise<RunningWorker>;
  stopWorker(): Promise<void>;
  close(): Promise<void>;
}

/** Builds the house; `withWorker: false` leaves the worker to the test. */
export async function openHouse({ withWorker = true }: { readonly withWorker?: boolean } = {}): Promise<House> {
  Runtime.install({ logger: sdkLogger(testLog), shutdownSignals: [] });
  bundle ??= bundleWorkflows(sdkLogger(testLog));
  const database = await createTestDatabase();
  const temporal = await testTemporal();
  const simulators = await startSimulators(simulatorEnvironment.parse({}));
  const { addresses } = simulators;
  const configuration = testConfiguration({
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    TENURE_TASK_QUEUE: `test-${randomUUID()}`,
    PARTNER_CENTER_URL: addresses.microsoft,
    PARTNER_CENTER_LOGIN_URL: addresses.microsoft,
    PARTNER_CENTER_CLIENT_ID: 'simulated-client',
    PARTNER_CENTER_CLIENT_SECRET: 'simulated-secret',
    STRIPE_API_URL: addresses.gateway,
    STRIPE_SECRET_KEY: 'sk_test_simulated',
    STRIPE_WEBHOOK_SECRET: 'whsec_simulated',
    SMTP_URL: addresses.smtp,
    MAIL_WEBHOOK_SECRET: 'mail_simulated',
    CLOCK_ANNOUNCE_URLS: [addresses.microsoft, addresses.gateway, addresses.mail]
      .map((url) => `${url}/control/clock`)
      .join(','),
  });
  const client = new Client({
    connection: await Connection.connect({ address: temporal.address }),
    namespace: temporal.namespace,
  });
  const db = connect(database.url);
  const makeId = (prefix: IdPrefix): string => newId(prefix, { now: Date.now(), random: randomBytes(10) });
  const lifecycle = createLifecycleClient({
    client,
    taskQueue: configuration.temporal.taskQueue,
    logger: testLog,
    inputOf: async (customerId) => {
      const customer = await findCustomer(db, customerId);
      return { customerId, epoch: customer?.epoch ?? 1, testClock: customer?.clock.mode === 'test' };
    },
    markDelivered: (customerId, factVersion) => markDelivered(db, [{ customerId, factVersion }]),
  });
  const clocks = createClockMover({
    db,
    client,
    lifecycle,
    now: Date.now,
    newId: makeId,
    announce: clockAnnouncer(configuration.testClocks, testLog),
  });
  let worker: RunningWorker | undefined;
  const house: House = {
    db,
    database,
    client,
    configuration,
    lifecycle,
    clocks,
    addresses,
    newId: makeId,
    startWorker: async (around) => {
      const workflowBundle = await (bundle ?? bundleWorkflows());
      worker = await runWorker(configuration, { client, workflowBundle, log: testLog, ...(around ? { around } : {}) });
      return worker;
    },
    stopWorker: async () => {
      await worker?.stop();
      worker = undefined;
    },
    close: async () => {
      await house.stopWorker();
      await client.connection.close();
      await db.destroy();
      await simulators.stop();
      await database.drop();
    },
  };
  if (withWorker) await house.startWorker();
  return house;
}
