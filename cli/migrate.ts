import { readConfiguration } from '../contracts/configuration.ts';
import { migrate } from '../db/migrate.ts';

/**
 * `npm run migrate`: brings the database of DATABASE_OWNER_URL to this version's schema. The application role may sign
 * in with the password of DATABASE_URL afterwards. Safe to run again; several at once wait for each other.
 */
const { database } = readConfiguration();
if (database.ownerUrl === undefined) {
  console.error('DATABASE_OWNER_URL is missing: migrations are made by the owner of the schema.');
  process.exitCode = 1;
} else {
  await migrate(database.ownerUrl, { appPassword: decodeURIComponent(new URL(database.url).password) });
  console.log('The schema is up to date.');
}
