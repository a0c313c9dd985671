import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { checkout, type Layout, layoutOf } from '../../cli/installation/layout.ts';
import { startInstallation } from '../../cli/installation/start-installation.ts';
import { freePort } from '../../cli/machine/free-port.ts';
import { makeRunFolder } from '../../cli/machine/run-folder.ts';
import { type ApiClient, createApiClient } from '../../cli/replay/live/api-client.ts';
import { type Configuration, readConfiguration } from '../../contracts/configuration.ts';
import { connect, type Db } from '../../db/database.ts';

/** An installation as `npm start` makes it, each part a process, with empty data that is removed at the end. */
export interface BenchInstallation {
  readonly api: ApiClient;
  readonly db: Db;
  readonly client: Client;
  /** What worker and API were told. */
  readonly environment: Readonly<Record<string, string>>;
  readonly configuration: Configuration;
  readonly layout: Layout;
  close(): Promise<void>;
}

const AT_ONCE = 64;

/** Starts it in a folder of its own; `say` gets a line for each part. */
export async function openInstallation(say: (line: string) => void): Promise<BenchInstallation> {
  const folder = await makeRunFolder(join(checkout, '.tenure', 'bench-runs'), 'bench');
  const layout: Layout = { ...layoutOf(folder.path), runDir: folder.runDir };
  const installation = startInstallation({
    layout,
    apiPort: await freePort(),
    report: (event) => {
      if (event.kind === 'starting') say(`starting ${event.part}`);
      if (event.kind === 'died') say(`${event.part} died: ${event.how}`);
    },
    environment: withoutServers(process.env),
  });
  const stop = async (): Promise<void> => {
    await installation.stop();
    folder.remove();
  };
  try {
    const { credentials, environment } = await installation.ready;
    const configuration = readConfiguration(environment);
    const { connection, namespace } = configuration.temporal;
    const client = new Client({ connection: await Connection.connect(connection), namespace });
    const db = connect(configuration.database.url, { applicationName: 'tenure-bench', max: 16 });
    const api = createApiClient(credentials, AT_ONCE);
    return {
      api,
      db,
      client,
      environment,
      configuration,
      layout,
      async close() {
        await api.close();
        await db.destroy();
        await client.connection.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Servers of one's own would be measured instead, and filled. */
function withoutServers(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { DATABASE_URL: _url, DATABASE_OWNER_URL: _owner, TEMPORAL_ADDRESS: _address, ...rest } = environment;
  return rest;
}
