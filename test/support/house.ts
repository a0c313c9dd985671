import { randomUUID } from 'node:crypto';
import { type InProcessInstallation, openInProcess } from './in-process/installation.ts';
import type { Environment } from '../../contracts/configuration.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { testTemporal } from './temporal.ts';
import { installRuntime, testBundle, testLog } from './workflow-machinery.ts';

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
  installRuntime();
  const database = await createTestDatabase();
  const home = await openInProcess({
    databaseUrl: database.url,
    temporal: await testTemporal(),
    taskQueue: `test-${randomUUID()}`,
    workflowBundle: testBundle,
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
