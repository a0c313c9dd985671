import { join } from 'node:path';
import { applicationRole, ensureDatabase, ensureOwnerRole, ownerRole, urlFor } from '../machine/database.ts';
import { startPostgres } from '../machine/postgres.ts';
import type { Ground } from './ground.ts';

/** The database of the installation. Both addresses hold secrets. */
export interface DatabasePart {
  readonly ownerUrl: string;
  readonly url: string;
  /** For the table. */
  readonly shown: string;
}

const databaseName = 'tenure';

/**
 * Starts the embedded PostgreSQL with an empty or existing database `tenure`. Where the environment names a database
 * (DATABASE_URL and DATABASE_OWNER_URL), that one is used and nothing is started.
 */
export async function startDatabase(ground: Ground): Promise<DatabasePart> {
  const { layout, supervisor, ports, secrets, environment } = ground;
  const { DATABASE_URL: url, DATABASE_OWNER_URL: ownerUrl } = environment;
  if (url !== undefined && ownerUrl !== undefined) return { url, ownerUrl, shown: `${new URL(url).host} (yours)` };
  const port = await ports.portFor('postgres');
  const postgres = await supervisor.add({
    name: 'postgres',
    start: (signal) =>
      startPostgres({
        dataDir: layout.postgresDir,
        port,
        logFile: join(layout.logDir, 'postgres.log'),
        runDir: layout.runDir,
        log: ground.note,
        signal,
      }),
  });
  await ensureOwnerRole(postgres.superuserUrl, secrets.databaseOwner);
  await ensureDatabase(postgres.superuserUrl, databaseName);
  return {
    ownerUrl: urlFor(postgres.superuserUrl, ownerRole, secrets.databaseOwner, databaseName),
    url: urlFor(postgres.superuserUrl, applicationRole, secrets.databaseApplication, databaseName),
    shown: `127.0.0.1:${port}`,
  };
}
