import type { Instant } from '../domain/calendar/day.ts';
import { appendSystemAudit, type AuditEvent } from './audit.ts';
import type { Db, Trx } from './database.ts';
import { claimIdempotencyKey, type IdempotencyClaim, keyResultStatement } from './idempotency.ts';

/** Who changes something that belongs to no customer. */
export interface SettingRequest {
  readonly actor: string;
  readonly wallNow: Instant;
  readonly idempotency?: IdempotencyClaim | undefined;
}

export interface SettingMade<R> {
  readonly result: R;
  /** What the `system` chain says of it. */
  readonly kind: string;
  readonly body: AuditEvent['body'];
}

/**
 * Changes what belongs to no customer (a seller) in one transaction, with its idempotency key and its audit.
 * @throws KeyAlreadyUsed, and what `make` throws
 */
export async function commitSetting<R>(
  db: Db,
  { actor, wallNow, idempotency }: SettingRequest,
  make: (trx: Trx) => Promise<SettingMade<R>>,
): Promise<R> {
  return await db.transaction().execute(async (trx) => {
    if (idempotency) await claimIdempotencyKey(trx, idempotency, wallNow);
    const { result, kind, body } = await make(trx);
    if (idempotency) await trx.executeQuery(keyResultStatement(idempotency, { result, operationId: null })(trx));
    await appendSystemAudit(trx, [{ kind, actor, at: wallNow, recordedAt: wallNow, body }]);
    return result;
  });
}
