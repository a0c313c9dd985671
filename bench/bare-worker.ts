/** The worker of `bare-workflow.ts`, a process of its own as Tenure's worker is; it stops when its parent goes. */
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { readConfiguration } from '../contracts/configuration.ts';
import type { BareActivities } from './bare-workflow.ts';

const { temporal, worker: settings } = readConfiguration();
const logger = new DefaultLogger('WARN');
Runtime.install({ logger, shutdownSignals: [] });
const connection = await NativeConnection.connect(temporal.connection);
const activities: BareActivities = { nothing: async () => {} };
const worker = await Worker.create({
  connection,
  namespace: temporal.namespace,
  taskQueue: temporal.taskQueue,
  workflowBundle: await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('bare-workflow.ts', import.meta.url)),
    logger,
  }),
  activities,
  maxCachedWorkflows: settings.maxCachedWorkflows,
  maxConcurrentActivityTaskExecutions: settings.concurrency,
  maxConcurrentLocalActivityExecutions: settings.concurrency,
});
process.once('disconnect', () => worker.shutdown());
const running = worker.run();
process.send?.('ready');
await running;
await connection.close();
