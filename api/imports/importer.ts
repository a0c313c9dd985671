import { sql } from 'kysely';
import { dropStrandedFiles } from '../../db/import-files.ts';
import { runningImports } from '../../db/imports.ts';
import type { ApiDeps } from '../deps.ts';
import { runImport } from './run-import.ts';

/** Takes in imports in the background, one at a time in this process. */
export interface Importer {
  /** Takes an import up as soon as there is time. Resolves when it has ended or was left for later. */
  take(id: string): Promise<void>;
  /** Takes up what was cut off, by a crash of this process or of another. */
  resume(): Promise<void>;
  /** Lets the rows under way end. */
  stop(): Promise<void>;
}

/** A file that did not become an import within this time was never sent to its end. */
const STRANDED_AFTER_MS = 24 * 3_600_000;

export function createImporter(deps: ApiDeps): Importer {
  const stopping = new AbortController();
  const waiting = new Map<string, Promise<void>>();
  let last: Promise<void> = Promise.resolve();

  const run = async (id: string): Promise<void> => {
    if (stopping.signal.aborted) return;
    try {
      await alone(deps, id, () => runImport(deps, id, stopping.signal));
    } catch (err) {
      deps.logger.error({ err, import: id }, 'an import could not go on; it is taken up again later');
    }
  };
  const take = (id: string): Promise<void> => {
    const known = waiting.get(id);
    if (known) return known;
    const running = (last = last.then(() => run(id))).finally(() => waiting.delete(id));
    waiting.set(id, running);
    return running;
  };
  return {
    take,
    async resume() {
      await dropStrandedFiles(deps.db, deps.now() - STRANDED_AFTER_MS);
      await Promise.all((await runningImports(deps.db)).map(take));
    },
    async stop() {
      stopping.abort();
      await last;
    },
  };
}

/** Several processes may find the same import; one works at it, and the database lets go when that one dies. */
async function alone(deps: ApiDeps, id: string, work: () => Promise<void>): Promise<void> {
  await deps.db.connection().execute(async (connection) => {
    const lock = sql`hashtextextended(${`import ${id}`}, 0)`;
    const { rows } = await sql<{ taken: boolean }>`select pg_try_advisory_lock(${lock}) as taken`.execute(connection);
    if (rows[0]?.taken !== true) return;
    try {
      await work();
    } finally {
      await sql`select pg_advisory_unlock(${lock})`.execute(connection);
    }
  });
}
