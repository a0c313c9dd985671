import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { createActivities } from '../activities/index.ts';
import { openOutside } from '../adapters/from-configuration.ts';
import { readConfiguration } from '../contracts/configuration.ts';
import { connect } from '../db/database.ts';
import { newId } from '../domain/ids.ts';
import { clockAnnouncer } from './clock-announcer.ts';
import { mailFrom } from './mail-from.ts';
import { startRelay } from './relay.ts';
import { ensureRounds } from './rounds.ts';
import { sdkLogger } from './sdk-logger.ts';
import { bundleWorkflows } from './workflow-bundle.ts';

/**
 * The worker: it lives customers' lives. Order of stopping: no new work, running effects finish within the grace time,
 * then the connections close. Everything it did not finish is taken up by the next worker.
 */
const configuration = readConfiguration();
const log = pino({ level: configuration.logLevel, name: 'worker' });
Runtime.install({ logger: sdkLogger(log), shutdownSignals: [] });

const db = connect(configuration.database.url, { max: configuration.database.poolSize, applicationName: 'tenure-worker', onIdleError: (error) => log.warn({ err: error }, 'an idle database connection broke') });
const outside = openOutside(configuration, log);
const native = await NativeConnection.connect(configuration.temporal.connection);
const client = new Client({ connection: await Connection.connect(configuration.temporal.connection), namespace: configuration.temporal.namespace });
const { taskQueue, namespace } = configuration.temporal;
const activities = createActivities({
  db,
  ...outside,
  client,
  taskQueue,
  mailFrom: mailFrom(configuration.mail.from),
  wallNow: Date.now,
  newId: (prefix) => newId(prefix, { now: Date.now(), random: randomBytes(10) }),
  log,
  announceClock: clockAnnouncer(configuration.testClocks, log),
});
const worker = await Worker.create({
  connection: native,
  namespace,
  taskQueue,
  workflowBundle: await bundleWorkflows(sdkLogger(log)),
  activities,
  maxCachedWorkflows: configuration.worker.maxCachedWorkflows,
  maxConcurrentActivityTaskExecutions: configuration.worker.concurrency,
  maxConcurrentLocalActivityExecutions: configuration.worker.concurrency,
  shutdownGraceTime: '20 seconds',
});
await ensureRounds(client, taskQueue);
const relay = startRelay({ db, client, taskQueue, wallNow: Date.now, log });

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => worker.shutdown());
log.info({ taskQueue, namespace }, 'worker ready');
await worker.run();
await relay.stop();
await native.close();
await client.connection.close();
await outside.close();
await db.destroy();
