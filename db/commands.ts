import type { CommandOutcome } from '../domain/decision.ts';
import type { CommandKind, PendingCommand } from '../domain/commands/command.ts';
import type { Instant } from '../domain/calendar/day.ts';
import type { Db } from './database.ts';
import { toDate } from './database-time.ts';
import { updateRows } from './json-rows.ts';
import type { Statement } from './statement.ts';

/** Commands that wait for the next decision, in the order in which they were given. */
export async function pendingCommands(db: Db, customerId: string): Promise<readonly PendingCommand[]> {
  const rows = await db
    .selectFrom('command')
    .select(['id', 'kind', 'actor', 'body'])
    .where('customer_id', '=', customerId)
    .where('state', '=', 'pending')
    .orderBy('fact_version')
    .orderBy('id')
    .execute();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- kind and body were given together as one command
  return rows.map((row) => ({ command: row.id, kind: row.kind, by: row.actor, body: row.body }) as PendingCommand);
}

export interface GivenCommand {
  readonly id: string;
  readonly customerId: string;
  readonly kind: CommandKind;
  readonly body: unknown;
  readonly actor: string;
  readonly roles: readonly string[];
  readonly factVersion: number;
  readonly at: Instant;
  readonly recordedAt: Instant;
}

/** Inserts a command that waits to be decided. */
export function commandStatement(command: GivenCommand): Statement {
  return (trx) =>
    trx
      .insertInto('command')
      .values({
        id: command.id,
        customer_id: command.customerId,
        kind: command.kind,
        body: JSON.stringify(command.body),
        actor: command.actor,
        roles: [...command.roles],
        state: 'pending',
        problem: null,
        fact_version: command.factVersion,
        given_at: toDate(command.at),
        recorded_at: toDate(command.recordedAt),
        decided_at: null,
      })
      .compile();
}

/** Marks commands applied or refused. */
export function outcomeStatement(outcomes: readonly CommandOutcome[], decidedAt: Instant): Statement {
  const rows = outcomes.map((outcome) => ({
    id: outcome.command,
    state: outcome.outcome,
    problem: outcome.outcome === 'refused' ? { code: outcome.code, detail: outcome.detail } : null,
    decided_at: new Date(decidedAt).toISOString(),
  }));
  return updateRows('command', ['id'], ['state', 'problem', 'decided_at'], rows);
}
