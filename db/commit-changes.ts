import { carryChange, type Change, type ChangeRequest, type Committed } from './change.ts';
import { lockCustomers } from './customers.ts';
import type { Db, Trx } from './database.ts';
import { claimIdempotencyKey, keyResultStatement } from './idempotency.ts';
import { loadAccount } from './load-account.ts';

/** What changes one of the customers whose rows this transaction holds; once for each of them at most. */
export type CarryFor = <R>(
  customer: string,
  because: string,
  make: (change: Change) => Promise<R> | R,
) => Promise<Committed<R>>;

/** What several changes come to: kept with the idempotency key as the result of all of them. */
export interface ChangesResult<R> {
  readonly result: R;
  /** The operation that the caller waits for; null when he waits for none. */
  readonly operationId: string | null;
}

/**
 * Changes several customers in one transaction. All are locked first, in the order of their ids, so that two such
 * changes never wait for each other; each gets its own facts, version, mark and operation.
 * @throws UnknownCustomer, KeyAlreadyUsed, and what `make` throws
 */
export async function commitChanges<R>(
  db: Db,
  { idempotency, ...request }: Omit<ChangeRequest, 'because'>,
  customers: readonly string[],
  make: (trx: Trx, carryFor: CarryFor) => Promise<ChangesResult<R>>,
): Promise<ChangesResult<R>> {
  return await db.transaction().execute(async (trx) => {
    const locked = new Map(customers.length === 0 ? [] : await lockCustomers(trx, customers));
    if (idempotency) await claimIdempotencyKey(trx, idempotency, request.wallNow);
    const made = await make(trx, async (id, because, change) => {
      const customer = locked.get(id);
      if (customer === undefined) throw new TypeError(`customer ${id} is not locked, or was changed already`);
      locked.delete(id);
      const { account, policy, activePolicyVersion } = await loadAccount(trx, customer);
      const start = { trx, customer, before: account, facts: [], policy, activePolicyVersion };
      return await carryChange(start, { ...request, because }, change);
    });
    if (idempotency) await trx.executeQuery(keyResultStatement(idempotency, made)(trx));
    return made;
  });
}
