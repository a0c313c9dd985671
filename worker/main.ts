import { Client, Connection } from '@temporalio/client';
import { Runtime } from '@temporalio/worker';
import { pino } from 'pino';
import { readConfiguration } from '../contracts/configuration.ts';
import { ensureRounds } from './rounds.ts';
import { runWorker } from './run-worker.ts';
import { sdkLogger } from './sdk-logger.ts';
import { bundleWorkflows } from './workflow-bundle.ts';

/** The worker's process: it lives customers' lives until it is told to stop. */
const configuration = readConfiguration();
const log = pino({ level: configuration.logLevel, name: 'worker' });
const { metrics } = configuration;
Runtime.install({
  logger: sdkLogger(log),
  shutdownSignals: [],
  // A free port would be known to nobody: without a configured one nothing is served.
  ...(metrics.port === 0
    ? {}
    : { telemetryOptions: { metrics: { prometheus: { bindAddress: `${metrics.host}:${metrics.port}` } } } }),
});

const { taskQueue, namespace, connection } = configuration.temporal;
const client = new Client({ connection: await Connection.connect(connection), namespace });
await ensureRounds(client, taskQueue);
const worker = await runWorker(configuration, { client, workflowBundle: await bundleWorkflows(sdkLogger(log)), log });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void worker.stop());
log.info({ taskQueue, namespace }, 'worker ready');
await worker.ended;
await client.connection.close();
log.info('worker stopped');
