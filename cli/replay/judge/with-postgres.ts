import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startPostgres } from '../../machine/postgres.ts';

/** Runs `work` with a PostgreSQL of its own, empty and apart from every installation, which is removed afterwards. */
export async function withPostgres<T>(folder: string, work: (superuserUrl: string) => Promise<T>): Promise<T> {
  const dataDir = join(folder, 'postgres');
  rmSync(dataDir, { recursive: true, force: true });
  const postgres = await startPostgres({ dataDir, durable: false, runDir: join(folder, 'run') });
  try {
    return await work(postgres.superuserUrl);
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
