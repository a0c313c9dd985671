import type { Instant } from '../domain/calendar/day.ts';
import type { Db } from './database.ts';
import { toDate, toInstant } from './database-time.ts';
import type { Statement } from './statement.ts';
import type { CommandProblem } from './tables/fact-tables.ts';

/** Whether a change has got through to the life. Derived, so that no one has to keep it up. */
export interface Operation {
  readonly id: string;
  readonly customerId: string;
  readonly factVersion: number;
  readonly commandId: string | null;
  readonly because: string;
  readonly createdAt: Instant;
  readonly state: 'pending' | 'applied' | 'refused';
  readonly problem: CommandProblem | null;
}

export function operationStatement(operation: Omit<Operation, 'state' | 'problem'>): Statement {
  return (trx) =>
    trx
      .insertInto('operation')
      .values({
        id: operation.id,
        customer_id: operation.customerId,
        fact_version: operation.factVersion,
        command_id: operation.commandId,
        because: operation.because,
        created_at: toDate(operation.createdAt),
      })
      .compile();
}

export async function findOperation(db: Db, id: string): Promise<Operation | undefined> {
  const row = await db
    .selectFrom('operation')
    .innerJoin('customer', 'customer.id', 'operation.customer_id')
    .leftJoin('command', 'command.id', 'operation.command_id')
    .selectAll('operation')
    .select(['command.state', 'command.problem', 'customer.assessed_version'])
    .where('operation.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const assessed = row.assessed_version >= row.fact_version ? 'applied' : 'pending';
  return {
    id: row.id,
    customerId: row.customer_id,
    factVersion: row.fact_version,
    commandId: row.command_id,
    because: row.because,
    createdAt: toInstant(row.created_at),
    state: row.state ?? assessed,
    problem: row.problem,
  };
}
