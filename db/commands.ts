import { sql } from 'kysely';
import type { Instant } from '../domain/calendar/day.ts';
import type { CommandBodies, CommandKind, PendingCommand } from '../domain/commands/command.ts';
import type { CommandOutcome } from '../domain/decision.ts';
import type { Db } from './database.ts';
import { toDate, toInstant } from './database-time.ts';
import { updateRows } from './json-rows.ts';
import type { Statement } from './statement.ts';
import type { CommandState } from './tables/fact-tables.ts';

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

/** Commands in the order of these ids, as they were given, whatever became of them. */
export async function commandsByIds(db: Db, ids: readonly string[]): Promise<readonly PendingCommand[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('command')
    .select(['id', 'kind', 'actor', 'body'])
    .where('id', 'in', [...ids])
    .execute();
  const commands = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = commands.get(id);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- kind and body were given together as one command
    return row ? [{ command: row.id, kind: row.kind, by: row.actor, body: row.body } as PendingCommand] : [];
  });
}

/** Commands that make a thing with an address; the thing's id is in the command's body. */
type MakingKind =
  | 'dispute.open'
  | 'promise.make'
  | 'plan.agree'
  | 'hold.place'
  | 'prepayment.request'
  | 'subscription.order';

/** A command that makes a thing, and what became of it. */
export interface MakingCommand<K extends MakingKind> {
  readonly customerId: string;
  readonly body: CommandBodies[K];
  readonly actor: string;
  readonly state: CommandState;
  /** Business instant. */
  readonly givenAt: Instant;
}

/** The command of this kind that made, or is to make, the thing with this id. */
export async function findMakingCommand<K extends MakingKind>(
  db: Db,
  kind: K,
  subject: string,
): Promise<MakingCommand<K> | undefined> {
  const row = await db
    .selectFrom('command')
    .select(['customer_id', 'body', 'actor', 'state', 'given_at'])
    .where('kind', '=', kind)
    .where(SUBJECT, '=', subject)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- kind and body were given together as one command
  const body = row.body as CommandBodies[K];
  return { customerId: row.customer_id, body, actor: row.actor, state: row.state, givenAt: toInstant(row.given_at) };
}

/** The command that places, or is to place, the order with this id. */
export async function findPlacedOrder(
  db: Db,
  order: string,
): Promise<{ readonly customerId: string; readonly body: CommandBodies['order.place'] } | undefined> {
  const row = await db
    .selectFrom('command')
    .select(['customer_id', 'body'])
    .where('kind', '=', 'order.place')
    .where(sql<string>`body ->> 'order'`, '=', order)
    .executeTakeFirst();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- kind and body were given together as one command
  return row && { customerId: row.customer_id, body: row.body as CommandBodies['order.place'] };
}

/** As the index has it. */
const SUBJECT = sql<string>`coalesce(body ->> 'dispute', body ->> 'promise', body ->> 'plan', body ->> 'hold',
  body ->> 'prepayment', body ->> 'subscription')`;

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
