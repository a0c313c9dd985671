import type { AuditEvent } from './audit.ts';
import { carryChange, type Change, type ChangeRequest, type Committed } from './change.ts';
import { lockCustomer } from './customers.ts';
import type { Db } from './database.ts';
import { claimIdempotencyKey } from './idempotency.ts';
import { loadAccount } from './load-account.ts';
import { writeChange } from './write-change.ts';

/**
 * Changes one customer in one transaction: lock, fold, let `make` look and record, write. Facts, projections, journals,
 * audit, mark, operation and idempotency row commit together or not at all. `make` may throw, to leave all as it was.
 * @throws UnknownCustomer, KeyAlreadyUsed, and what `make` throws
 */
export async function commitChange<R>(
  db: Db,
  request: ChangeRequest & { readonly customer: string },
  make: (change: Change) => Promise<R> | R,
): Promise<Committed<R>> {
  return await db.transaction().execute(async (trx) => {
    const customer = await lockCustomer(trx, request.customer);
    if (request.idempotency) await claimIdempotencyKey(trx, request.idempotency, request.wallNow);
    const { account, policy, activePolicyVersion } = await loadAccount(trx, customer);
    return await carryChange({ trx, customer, before: account, facts: [], policy, activePolicyVersion }, request, make);
  });
}

/** Adds events to a customer's audit where nothing else is written: a refusal, a read of sensitive data. */
export async function auditCustomer(db: Db, customerId: string, events: readonly AuditEvent[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const customer = await lockCustomer(trx, customerId);
    await writeChange(trx, customer, { statements: [], events });
  });
}
