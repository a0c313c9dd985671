import type { FactDraft } from '../domain/facts/fact.ts';
import { emptyChain } from './audit.ts';
import { carryChange, type Change, type ChangeRequest, type Committed } from './change.ts';
import { type CustomerClock, headOf, type LockedCustomer } from './customers.ts';
import type { Db, Trx } from './database.ts';
import { toDate } from './database-time.ts';
import { noFactsHash } from './facts.ts';
import { claimIdempotencyKey } from './idempotency.ts';
import { loadCustomerPolicy } from './load-account.ts';
import { traitColumns } from './projections/traits.ts';

/** A customer to be. `facts` begin with `customer.registered`, then `policy.assigned`. */
export interface Registration {
  readonly id: string;
  readonly sellerId: string;
  readonly resellerId: string | null;
  readonly clock: CustomerClock;
  readonly facts: readonly [FactDraft<'customer.registered'>, FactDraft<'policy.assigned'>, ...FactDraft[]];
}

/** Another customer of the seller has this external id. */
export class ExternalIdTaken extends Error {
  override readonly name = 'ExternalIdTaken';
}

/**
 * Makes a customer and records its first facts, with whatever `make` adds (profile, contacts), in one transaction.
 * @throws ExternalIdTaken, UnknownPolicy, KeyAlreadyUsed, and what `make` throws
 */
export async function registerCustomer<R>(
  db: Db,
  request: ChangeRequest,
  registration: Registration,
  make: (change: Change) => Promise<R> | R,
): Promise<Committed<R>> {
  return await db.transaction().execute(async (trx) => {
    if (request.idempotency) await claimIdempotencyKey(trx, request.idempotency, request.wallNow);
    const customer = await insertCustomer(trx, request, registration);
    const policy = await loadCustomerPolicy(trx, customer);
    return await carryChange({ trx, customer, before: null, facts: registration.facts, ...policy }, request, make);
  });
}

async function insertCustomer(trx: Trx, request: ChangeRequest, registration: Registration): Promise<LockedCustomer> {
  const { id, clock, facts } = registration;
  const wallNow = toDate(request.wallNow);
  const row = await trx
    .insertInto('customer')
    .values({
      id,
      seller_id: registration.sellerId,
      reseller_id: registration.resellerId,
      ...traitColumns({ traits: facts[0].body, policy: facts[1].body }),
      clock_mode: clock.mode,
      clock_offset_ms: BigInt(clock.offsetMs),
      clock_shift_ms: BigInt(clock.shiftMs),
      marked_at: wallNow,
      facts_hash: noFactsHash(id),
      audit_hash: emptyChain(id).hash,
      phase: 'applied',
      service: 'none',
      created_at: wallNow,
    })
    .onConflict((conflict) => conflict.columns(['seller_id', 'external_id']).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) throw new ExternalIdTaken(`external id ${facts[0].body.externalId} is taken`);
  return { ...headOf(row), locked: true };
}
