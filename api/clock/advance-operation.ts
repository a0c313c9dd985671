import type { Db } from '../../db/database.ts';
import type { Operation } from '../../db/operations.ts';

/** An advance of a clock as an operation; undefined when the id is of none, or of one that a newer advance has followed. */
export async function findAdvanceOperation(db: Db, operationId: string): Promise<Operation | undefined> {
  const row = await db
    .selectFrom('clock_advance')
    .innerJoin('customer', 'customer.id', 'clock_advance.customer_id')
    .select(['customer_id', 'customer.fact_version', 'started_at', 'ended_at', 'failure'])
    .where('operation_id', '=', operationId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const ended = row.failure === null ? ('applied' as const) : ('refused' as const);
  return {
    id: operationId,
    customerId: row.customer_id,
    factVersion: row.fact_version,
    commandId: null,
    because: 'clock',
    createdAt: row.started_at.getTime(),
    state: row.ended_at === null ? 'pending' : ended,
    problem: row.failure === null ? null : { code: 'unavailable', detail: 'the life did not catch up in time' },
  };
}
