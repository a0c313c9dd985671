import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration';
import { Pool } from 'pg';

const folder = new URL('./migrations/', import.meta.url);
const APP_ROLE = 'tenure_app';

export interface MigrateOptions {
  /** Password of the role `tenure_app`, set anew each time. Without it the role is made, and no password is touched. */
  readonly appPassword?: string;
}

/**
 * Brings a database to the newest schema, as its owner, and makes the role `tenure_app` under which the application
 * runs. Numbered, forward-only; several at once wait for each other. @throws the first migration's error, and nothing
 * of that run stays.
 */
export async function migrate(ownerUrl: string, options: MigrateOptions = {}): Promise<void> {
  const pool = new Pool({ connectionString: ownerUrl, max: 2, application_name: 'tenure-migrate' });
  // Each migration is of our own making, so no table types are needed here.
  const db = new Kysely<Record<string, never>>({ dialect: new PostgresDialect({ pool }) });
  try {
    await makeAppRole(db, options.appPassword);
    const migrator = new Migrator({ db, provider: sqlFiles });
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) throw error instanceof Error ? error : new Error('migration failed', { cause: error });
  } finally {
    await db.destroy();
  }
}

const sqlFiles: MigrationProvider = {
  async getMigrations() {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted();
    const migrations: Record<string, Migration> = {};
    for (const name of names) {
      const text = await readFile(fileURLToPath(new URL(name, folder)), 'utf8');
      migrations[name.slice(0, -'.sql'.length)] = {
        up: async (db) => {
          await sql.raw(text).execute(db);
        },
      };
    }
    return migrations;
  },
};

/** Roles belong to the cluster, not to the database: another database's migration may be making it right now. */
async function makeAppRole(db: Kysely<Record<string, never>>, password: string | undefined): Promise<void> {
  await sql`
    do $$
    begin
      if not exists (select from pg_roles where rolname = ${sql.lit(APP_ROLE)}) then
        create role ${sql.id(APP_ROLE)} login;
      end if;
    exception when duplicate_object or unique_violation then null;
    end
    $$`.execute(db);
  if (password === undefined) return;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await sql`alter role ${sql.id(APP_ROLE)} password ${sql.lit(password)}`.execute(db);
      return;
    } catch (error) {
      if (attempt === 5 || !(error instanceof Error) || !error.message.includes('concurrently updated')) throw error;
    }
  }
}
