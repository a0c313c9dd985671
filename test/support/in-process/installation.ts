import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { Activities } from '../../../activities/index.ts';
import { clockAnnouncer } from '../../../adapters/clock-announcer.ts';
import type { ClockMover } from '../../../api/clock/clock-mover.ts';
import { createClockMover } from '../../../api/clock/temporal-clock-mover.ts';
import { createLifecycleClient } from '../../../api/lifecycle-client.ts';
import type { Lifecycle } from '../../../api/lifecycle.ts';
import { type Configuration, type Environment, readConfiguration } from '../../../contracts/configuration.ts';
import { findCustomer } from '../../../db/customers.ts';
import { connect, type Db } from '../../../db/database.ts';
import { markDelivered } from '../../../db/outbox.ts';
import { type IdPrefix, newId } from '../../../domain/ids.ts';
import { simulatorEnvironment as simulatorSettings } from '../../../simulators/configuration.ts';
import { startSimulators } from '../../../simulators/start-all.ts';
import { type RunningWorker, runWorker } from '../../../worker/run-worker.ts';
import {
  programEnvironment,
  type SimulatorAddresses,
  simulatorEnvironment,
} from '../../../cli/installation/environment.ts';
import { newSecrets, type Secrets } from '../../../cli/installation/secrets.ts';

/** All of Tenure in one process, over real servers: what tests live in, where `npm start` has processes. */
export interface InProcessInstallation {
  readonly db: Db;
  readonly client: Client;
  readonly environment: Environment;
  readonly configuration: Configuration;
  readonly lifecycle: Lifecycle;
  readonly clocks: ClockMover;
  readonly addresses: SimulatorAddresses;
  readonly newId: (prefix: IdPrefix) => string;
  /** `around` puts something between the worker and its activities, such as a crash. */
  startWorker(around?: (activities: Activities) => Activities, more?: Environment): Promise<RunningWorker>;
  stopWorker(): Promise<void>;
  /** Stops worker and simulators and closes every connection; the servers are their owner's. */
  close(): Promise<void>;
}

/** The servers it stands on, and what it is told beside them. */
export interface InProcessOptions {
  /** A migrated database, as the application role. */
  readonly databaseUrl: string;
  readonly temporal: { readonly address: string; readonly namespace: string };
  /** Its own, where a Temporal server is shared. */
  readonly taskQueue: string;
  /** Asked for when the first worker starts. */
  readonly workflowBundle: () => Promise<WorkflowBundleWithSourceMap>;
  readonly log: Logger;
  /** Goes before what is set here. */
  readonly environment?: Environment;
}

/** Opens everything but the worker. Temporal's `Runtime`, one per process, is the caller's to install. */
export async function openInProcess(options: InProcessOptions): Promise<InProcessInstallation> {
  const { databaseUrl, temporal, log } = options;
  const secrets = newSecrets();
  const simulators = await startSimulators(simulatorSettings.parse(simulatorsOf(secrets)));
  const environment: Environment = {
    ...programEnvironment({
      secrets,
      databaseUrl,
      databaseOwnerUrl: databaseUrl,
      temporalAddress: temporal.address,
      namespace: temporal.namespace,
      apiPort: 0,
      simulators: simulators.addresses,
    }),
    PUBLIC_URL: 'http://127.0.0.1',
    TENURE_TASK_QUEUE: options.taskQueue,
    ...options.environment,
  };
  const configuration = readConfiguration(environment);
  const client = new Client({
    connection: await Connection.connect({ address: temporal.address }),
    namespace: temporal.namespace,
  });
  const db = connect(databaseUrl, { applicationName: 'tenure-in-process' });
  const makeId = (prefix: IdPrefix): string => newId(prefix, { now: Date.now(), random: randomBytes(10) });
  const lifecycle = createLifecycleClient({
    client,
    taskQueue: options.taskQueue,
    logger: log,
    inputOf: async (customerId) => {
      const customer = await findCustomer(db, customerId);
      if (customer === undefined) throw new Error(`no customer ${customerId}`);
      return { customerId, epoch: customer.epoch, testClock: customer.clock.mode === 'test' };
    },
    markDelivered: (customerId, factVersion) => markDelivered(db, [{ customerId, factVersion }]),
  });
  const clocks = createClockMover({
    db,
    client,
    lifecycle,
    now: Date.now,
    newId: makeId,
    announce: clockAnnouncer(configuration.testClocks, log),
  });
  let worker: RunningWorker | undefined;
  const stopWorker = async (): Promise<void> => {
    await worker?.stop();
    worker = undefined;
  };
  return {
    db,
    client,
    environment,
    configuration,
    lifecycle,
    clocks,
    addresses: simulators.addresses,
    newId: makeId,
    startWorker: async (around, more = {}) => {
      const workflowBundle = await options.workflowBundle();
      worker = await runWorker(readConfiguration({ ...environment, ...more }), {
        client,
        workflowBundle,
        log,
        ...(around ? { around } : {}),
      });
      return worker;
    },
    stopWorker,
    close: async () => {
      await stopWorker();
      await client.connection.close();
      await db.destroy();
      await simulators.stop();
    },
  };
}

/** On free ports, in memory, and without webhooks: nobody listens for them here. */
function simulatorsOf(secrets: Secrets): Environment {
  const ports = { microsoft: 0, gateway: 0, smtp: 0, mail: 0, registers: 0 };
  const { SIM_CLIENT_ID, SIM_CLIENT_SECRET, SIM_STRIPE_SECRET_KEY } = simulatorEnvironment(secrets, ports, 0, '');
  return { SIM_CLIENT_ID, SIM_CLIENT_SECRET, SIM_STRIPE_SECRET_KEY };
}
