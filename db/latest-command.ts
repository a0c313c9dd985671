import type { CommandBodies, CommandKind } from '../domain/commands/command.ts';
import type { Db } from './database.ts';
import type { CommandState } from './tables/fact-tables.ts';

/** The latest command of this kind that was given for a customer, and what became of it. */
export async function latestCommand<K extends CommandKind>(
  db: Db,
  customerId: string,
  kind: K,
): Promise<{ readonly body: CommandBodies[K]; readonly state: CommandState } | undefined> {
  const row = await db
    .selectFrom('command')
    .select(['body', 'state'])
    .where('customer_id', '=', customerId)
    .where('kind', '=', kind)
    .orderBy('fact_version', 'desc')
    .limit(1)
    .executeTakeFirst();
  // Kind and body were given together as one command.
  return row && { body: row.body as CommandBodies[K], state: row.state };
}
