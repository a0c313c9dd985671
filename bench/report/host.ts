import { cpus, release, totalmem, type } from 'node:os';
import { sql } from 'kysely';
import type { BenchInstallation } from '../installation/open-installation.ts';
import type { Host } from './report.ts';

/** What this run is measured on, servers included. */
export async function hostOf({ db, client }: BenchInstallation): Promise<Host> {
  const { rows } = await sql<{ server_version: string }>`show server_version`.execute(db);
  const { serverVersion } = await client.workflowService.getSystemInfo({});
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    postgres: rows[0]?.server_version ?? 'unknown',
    temporal: `${serverVersion ?? 'unknown'} (dev server, SQLite file)`,
  };
}
