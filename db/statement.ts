import type { CompiledQuery } from 'kysely';
import type { Trx } from './database.ts';

/** A write to come: compiled when it is sent, so that several can be collected and sent together. */
export type Statement = (trx: Trx) => CompiledQuery;

/**
 * Runs statements in this order in one round trip (connections are in pipeline mode). The first that fails fails the
 * transaction: PostgreSQL refuses those behind it.
 */
export async function together(trx: Trx, statements: readonly Statement[]): Promise<void> {
  // Compiled first and sent the same way, so that none overtakes another.
  const compiled = statements.map((statement) => statement(trx));
  await Promise.all(compiled.map((query) => trx.executeQuery(query)));
}
