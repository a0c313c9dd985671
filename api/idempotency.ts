import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Db } from '../db/database.ts';
import {
  claimIdempotencyKey,
  type IdempotencyClaim,
  type IdempotencyRecord,
  KeyAlreadyUsed,
  keepResponse,
} from '../db/idempotency.ts';
import type { Instant } from '../domain/calendar/day.ts';
import { canonicalJson } from '../domain/canonical-json.ts';
import { ERRORS, Refusal } from '../domain/errors.ts';
import type { Actor } from './actor.ts';
import type { Made } from './outcome.ts';
import type { Wire } from './resource.ts';

/** An answer as it was given, kept to be given again. */
export interface Answer {
  readonly status: number;
  readonly body: Wire;
  readonly etag: string | null;
}

const KEY = /^[\x21-\x7e]{1,200}$/;

/** @throws Refusal `idempotency_key_required` */
export async function requireKey({ headers }: FastifyRequest): Promise<void> {
  if (headers['idempotency-key'] !== undefined) return;
  throw new Refusal('idempotency_key_required', 'money or an effect outside follows from this call');
}

/**
 * The claim of a request with an `Idempotency-Key`. Keys of two callers never meet; the digest covers what is asked of
 * whom, so that a key cannot be carried over to another call.
 * @throws Refusal `malformed`
 */
export function claimOf(request: FastifyRequest, actor: Actor): IdempotencyClaim | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !KEY.test(key)) {
    throw new Refusal('malformed', 'Idempotency-Key must be 1 to 200 visible ASCII characters');
  }
  const [path = ''] = request.url.split('?');
  const digest = createHash('sha256')
    .update(canonicalJson([request.method, path, request.rawBody ?? null]))
    .digest();
  return { scope: actor.id, key, digest };
}

/** @throws Refusal `idempotency_key_reused` when the key belongs to another request. */
export function requireSameRequest(record: IdempotencyRecord, claim: IdempotencyClaim): void {
  if (!Buffer.from(record.digest).equals(claim.digest)) throw new Refusal('idempotency_key_reused');
}

/** The answer that was given to this key; null when it was lost in a crash, and only what was made is known. */
export function answerIn(record: IdempotencyRecord): Answer | null {
  if (record.status === null) return null;
  const { body, etag } = record.response as Pick<Answer, 'body' | 'etag'>;
  return { status: record.status, body, etag };
}

/** What the first request of this key has committed. */
export function madeIn({ result, operationId }: IdempotencyRecord): Made {
  const { shown, isNew, customerId, refused } = result as Omit<Made, 'operationId'>;
  return { shown, isNew, customerId, operationId, refused };
}

export async function keepAnswer(
  db: Db,
  claim: IdempotencyClaim | undefined,
  { status, body, etag }: Answer,
): Promise<void> {
  if (claim) await keepResponse(db, claim, { status, response: { body, etag } });
}

/**
 * Keeps a refusal by a rule as the first answer of its key. Refusals that say nothing about the request itself (who
 * asks, a stale `If-Match`, try again later) are not kept: the caller mends them and sends the same request again.
 */
export async function keepRefusal(
  db: Db,
  claim: IdempotencyClaim | undefined,
  refusal: Refusal,
  body: Wire,
  wallNow: Instant,
): Promise<void> {
  const { status, retryable } = ERRORS[refusal.code];
  if (
    claim === undefined ||
    retryable ||
    refusal.code === 'idempotency_key_reused' ||
    (status !== 409 && status !== 422)
  )
    return;
  try {
    await db.transaction().execute(async (trx) => {
      await claimIdempotencyKey(trx, claim, wallNow);
      await keepResponse(trx, claim, { status, response: { body, etag: null } });
    });
  } catch (error) {
    // Another request with this key was committed meanwhile: its answer counts.
    if (!(error instanceof KeyAlreadyUsed)) throw error;
  }
}

/** Keys whose first request is being answered. */
export interface RunningKeys {
  /** @throws Refusal `request_in_progress` */
  hold<T>(claim: IdempotencyClaim | undefined, work: () => Promise<T>): Promise<T>;
}

/**
 * Kept in the memory of one process and not in the database, so that none survives a crash; another process that meets
 * the key waits for the commit and answers from what was made.
 */
export function createRunningKeys(): RunningKeys {
  const running = new Set<string>();
  return {
    async hold(claim, work) {
      if (claim === undefined) return await work();
      const name = `${claim.scope} ${claim.key}`;
      if (running.has(name))
        throw new Refusal('request_in_progress', 'the first request with this key is still being answered');
      running.add(name);
      try {
        return await work();
      } finally {
        running.delete(name);
      }
    },
  };
}
