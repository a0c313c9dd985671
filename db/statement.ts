import type { CompiledQuery } from 'kysely';
import type { Trx } from './database.ts';

/** A write to come: compiled when it is sent, so that several can be collected and given in one order. */
export type Statement = (trx: Trx) => CompiledQuery;

/**
 * Runs statements in this order. Each waits for the one before it, and none is given to the driver ahead of time: what
 * waits in the driver when a statement fails is carried out *after* the rollback, on its own and for good.
 */
export async function inTurn(trx: Trx, statements: readonly Statement[]): Promise<void> {
  for (const statement of statements) await trx.executeQuery(statement(trx));
}
