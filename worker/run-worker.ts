import { randomBytes } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { NativeConnection, Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import type { Logger } from 'pino';
import { type Activities, createActivities } from '../activities/index.ts';
import { openOutside } from '../adapters/from-configuration.ts';
import type { Configuration } from '../contracts/configuration.ts';
import { connect } from '../db/database.ts';
import { partnerCredentials } from '../db/partner-credentials.ts';
import { newId } from '../domain/ids.ts';
import { clockAnnouncer } from '../adapters/clock-announcer.ts';
import { mailFrom } from './mail-from.ts';
import { startRelay } from './relay.ts';

/** A worker at work. `stop` lets running effects finish within the grace time, then closes every connection. */
export interface RunningWorker {
  stop(): Promise<void>;
  /** Settles when the worker has ended, with the error that ended it. */
  readonly ended: Promise<void>;
}

/** What a worker is made of, beside its configuration. */
export interface WorkerParts {
  readonly client: Client;
  readonly workflowBundle: WorkflowBundleWithSourceMap;
  readonly log: Logger;
  /** Puts something around the activities, such as a crash in a test. */
  readonly around?: (activities: Activities) => Activities;
}

/** Starts a worker over a configuration: the one way for production, tests and benchmarks. */
export async function runWorker(
  configuration: Configuration,
  { client, workflowBundle, log, around = (activities) => activities }: WorkerParts,
): Promise<RunningWorker> {
  const { temporal, worker: settings } = configuration;
  const db = connect(configuration.database.url, {
    max: configuration.database.poolSize,
    applicationName: 'tenure-worker',
    onIdleError: (error) => log.warn({ err: error }, 'an idle database connection broke'),
  });
  const outside = openOutside(configuration, log, partnerCredentials(db));
  const connection = await NativeConnection.connect(temporal.connection);
  const activities = createActivities({
    db,
    ...outside,
    client,
    taskQueue: temporal.taskQueue,
    mailFrom: mailFrom(configuration.mail.from),
    securityContacts: configuration.securityContacts,
    hygiene: configuration.hygiene,
    partnerTenantId: configuration.partnerCenter.tenantId,
    unusedAfterDays: configuration.unusedAfterDays,
    publicUrl: configuration.api.publicUrl,
    wallNow: Date.now,
    newId: (prefix) => newId(prefix, { now: Date.now(), random: randomBytes(10) }),
    log,
    announceClock: clockAnnouncer(configuration.testClocks, log),
  });
  const worker = await Worker.create({
    connection,
    namespace: temporal.namespace,
    taskQueue: temporal.taskQueue,
    workflowBundle,
    activities: around(activities),
    maxCachedWorkflows: settings.maxCachedWorkflows,
    maxConcurrentActivityTaskExecutions: settings.concurrency,
    maxConcurrentLocalActivityExecutions: settings.concurrency,
    shutdownGraceTime: '20 seconds',
  });
  const relay = startRelay({ db, client, taskQueue: temporal.taskQueue, wallNow: Date.now, log });
  const run = async (): Promise<void> => {
    try {
      await worker.run();
    } finally {
      await relay.stop();
      await connection.close();
      await outside.close();
      await db.destroy();
    }
  };
  const ended = run();
  return {
    ended,
    async stop() {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await ended;
    },
  };
}
