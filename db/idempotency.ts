import type { Instant } from '../domain/calendar/day.ts';
import type { Db, Trx } from './database.ts';
import { toDate, toInstant } from './database-time.ts';
import type { Statement } from './statement.ts';

/** A request that may be sent twice: who asks, the key he chose, and a SHA-256 of what he asks. */
export interface IdempotencyClaim {
  /** The asker: keys of two people never meet. */
  readonly scope: string;
  readonly key: string;
  readonly digest: Uint8Array;
}

/** What is known of a key. `response` is null when the answer was never given (a crash came between). */
export interface IdempotencyRecord extends IdempotencyClaim {
  /** What the change answered with (ids of what was made), as it was committed with the facts. */
  readonly result: unknown;
  readonly operationId: string | null;
  readonly status: number | null;
  readonly response: unknown;
  readonly createdAt: Instant;
}

/** The key was committed before; nothing was changed this time. */
export class KeyAlreadyUsed extends Error {
  override readonly name = 'KeyAlreadyUsed';
  readonly record: IdempotencyRecord;

  constructor(record: IdempotencyRecord) {
    super(`idempotency key ${record.key} was used before`);
    this.record = record;
  }
}

export async function findIdempotencyRecord(
  db: Db,
  scope: string,
  key: string,
): Promise<IdempotencyRecord | undefined> {
  const row = await db
    .selectFrom('idempotency_key')
    .selectAll()
    .where('scope', '=', scope)
    .where('key', '=', key)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { digest, result, operation_id: operationId, status, response } = row;
  return { scope, key, digest, result, operationId, status, response, createdAt: toInstant(row.created_at) };
}

/**
 * Takes a key for this transaction, before anything else is written: a second request with it waits here for the first
 * one's end. @throws KeyAlreadyUsed
 */
export async function claimIdempotencyKey(trx: Trx, claim: IdempotencyClaim, wallNow: Instant): Promise<void> {
  const taken = await trx
    .insertInto('idempotency_key')
    .values({ ...claim, result: null, operation_id: null, status: null, response: null, created_at: toDate(wallNow) })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst();
  if (taken !== undefined) return;
  const record = await findIdempotencyRecord(trx, claim.scope, claim.key);
  if (record !== undefined) throw new KeyAlreadyUsed(record);
}

/** Keeps with a taken key what the change made, so that even a request whose answer was lost can be answered. */
export function keyResultStatement(
  claim: IdempotencyClaim,
  made: { readonly result: unknown; readonly operationId: string | null },
): Statement {
  return (trx) =>
    trx
      .updateTable('idempotency_key')
      .set({ result: JSON.stringify(made.result ?? null), operation_id: made.operationId })
      .where('scope', '=', claim.scope)
      .where('key', '=', claim.key)
      .compile();
}

/** Keeps the answer that was given, so that the same request gets the same again. */
export async function keepResponse(
  db: Db,
  claim: Pick<IdempotencyClaim, 'scope' | 'key'>,
  answer: { readonly status: number; readonly response: unknown },
): Promise<void> {
  await db
    .updateTable('idempotency_key')
    .set({ status: answer.status, response: JSON.stringify(answer.response ?? null) })
    .where('scope', '=', claim.scope)
    .where('key', '=', claim.key)
    .where('status', 'is', null)
    .execute();
}

/** Forgets keys older than an instant. Answers how many. */
export async function forgetIdempotencyKeys(db: Db, before: Instant): Promise<number> {
  const done = await db.deleteFrom('idempotency_key').where('created_at', '<', toDate(before)).executeTakeFirst();
  return Number(done.numDeletedRows);
}
