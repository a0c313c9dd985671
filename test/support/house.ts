import { randomUUID } from 'node:crypto';
import { Runtime, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { pino } from 'pino';
import { type InProcessInstallation, openInProcess } from './in-process/installation.ts';
import { sdkLogger } from '../../worker/sdk-logger.ts';
import { bundleWorkflows } from '../../worker/workflow-bundle.ts';
import type { Environment } from '../../contracts/configuration.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { testTemporal } from './temporal.ts';

export const testLog = pino({ level: process.env['TEST_LOG'] ?? 'silent' });
let bundle: Promise<WorkflowBundleWithSourceMap> | undefined;

/** The whole of Tenure in one test: real PostgreSQL, real Temporal, real simulators, a worker that can be killed and restarted. */
export interface House extends InProcessInstallation {
  readonly database: TestDatabase;
}

interface HouseOptions {
  readonly withWorker?: boolean;
  readonly environment?: Environment;
}

/** Builds the house; `withWorker: false` leaves the worker to the test. */
export async function openHouse({ withWorker = true, environment = {} }: HouseOptions = {}): Promise<House> {
  Runtime.install({ logger: sdkLogger(testLog), shutdownSignals: [] });
  const database = await createTestDatabase();
  const home = await openInProcess({
    databaseUrl: database.url,
    temporal: await testTemporal(),
    taskQueue: `test-${randomUUID()}`,
    workflowBundle: () => (bundle ??= bundleWorkflows(sdkLogger(testLog))),
    log: testLog,
    environment: { LOG_LEVEL: 'silent', ...environment },
  });
  if (withWorker) await home.startWorker();
  return {
    ...home,
    database,
    close: async () => {
      await home.close();
      await database.drop();
    },
  };
}
