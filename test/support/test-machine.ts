import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { Client, escapeIdentifier } from 'pg';
import { ensureDatabase, ensureOwnerRole, ownerRole, urlFor } from '../../cli/machine/database.ts';
import { type RunningPostgres, startPostgres } from '../../cli/machine/postgres.ts';
import { makeRunFolder } from '../../cli/machine/run-folder.ts';
import { findTemporalBinary } from '../../cli/machine/temporal-binary.ts';
import { type RunningTemporal, startTemporal } from '../../cli/machine/temporal-server.ts';
import { findTestServerBinary } from '../../cli/machine/test-server-binary.ts';
import { migrate } from '../../db/migrate.ts';
import { projectRoot, type TestMachineAnswers } from './test-machine-answers.ts';

/** The servers that a test run shares. Each is started when the first test asks for it. */
export interface TestMachine {
  /** Base address at which the test processes ask. */
  readonly url: string;
  stop(): Promise<void>;
}

const template = 'tenure_template';
const password = 'only-for-tests';

/**
 * One PostgreSQL cluster and one Temporal dev server for a whole test run, in a folder under `.tenure/test` that is
 * removed at the end. A run of pure tests starts neither.
 */
export async function startTestMachine(): Promise<TestMachine> {
  const runFolder = await makeRunFolder(join(projectRoot, '.tenure', 'test'), 'vitest');
  const { path: folder, runDir } = runFolder;
  const started: { postgres?: Promise<RunningPostgres>; temporal?: Promise<RunningTemporal> } = {};
  const binaries = { binDir: join(projectRoot, '.tenure', 'bin'), pip: process.env['TENURE_TEMPORAL_PIP'] };
  const postgres = (): Promise<RunningPostgres> =>
    (started.postgres ??= startPostgres({ dataDir: join(folder, 'postgres'), durable: false, runDir }));

  const answers: { [K in keyof TestMachineAnswers]: () => Promise<TestMachineAnswers[K]> } = {
    postgres: async () => ({ superuserUrl: (await postgres()).superuserUrl }),
    template: memo(async () => {
      const { superuserUrl } = await postgres();
      await makeTemplate(superuserUrl);
      return { superuserUrl, template, password };
    }),
    temporal: memo(async () => {
      const { path } = await findTemporalBinary({
        ...binaries,
        downloadUrl: process.env['TENURE_TEMPORAL_DOWNLOAD_URL'],
      });
      started.temporal = startTemporal({
        binary: path,
        namespace: 'tenure',
        logFile: join(folder, 'temporal.log'),
        runDir,
      });
      return { address: (await started.temporal).address, namespace: 'tenure', binary: path };
    }),
    'test-server': memo(async () => {
      const { path } = await findTestServerBinary({
        ...binaries,
        downloadUrl: process.env['TENURE_TEST_SERVER_DOWNLOAD_URL'],
      });
      return { path };
    }),
  };
  const server = await serve(answers);
  return {
    url: server.url,
    stop: async () => {
      server.close();
      const running = await Promise.allSettled(Object.values(started));
      await Promise.all(
        running.map((result) => (result.status === 'fulfilled' ? result.value.stop() : Promise.resolve())),
      );
      runFolder.remove();
    },
  };
}

async function makeTemplate(superuserUrl: string): Promise<void> {
  await ensureOwnerRole(superuserUrl, password);
  await ensureDatabase(superuserUrl, template);
  await migrate(urlFor(superuserUrl, ownerRole, password, template), { appPassword: password });
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  // A template with a connection cannot be cloned: nobody may open one any more.
  await client.query(`alter database ${escapeIdentifier(template)} with allow_connections false`);
  await client.end();
}

function memo<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

async function serve(answers: Record<string, () => Promise<unknown>>): Promise<{ url: string; close(): void }> {
  const server: Server = createServer((request, response) => {
    const answer = answers[request.url?.slice(1) ?? ''];
    const result = answer === undefined ? Promise.reject(new Error(`nothing at ${request.url}`)) : answer();
    result.then(
      (value) => response.end(JSON.stringify(value)),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server without a port');
  return { url: `http://127.0.0.1:${address.port}`, close: () => server.close() };
}
