import { randomBytes } from 'node:crypto';
import type { NewCustomer } from '../../contracts/customers.ts';
import { registerCustomer } from '../../db/register-customer.ts';
import { findSeller, type Seller } from '../../db/sellers.ts';
import { Refusal } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import { addressTrait, shareTrait } from '../kyc/share-trait.ts';
import type { Made } from '../outcome.ts';
import type { WriteContext } from '../write.ts';
import { plannedCustomer } from './planned-customer.ts';

/**
 * Makes a customer: its first facts, and its personal data in side tables, in one transaction.
 * @throws Refusal `test_clock_disabled`, `unknown_reference`, `currency_mismatch`; the database's `conflict`
 */
export async function register(deps: ApiDeps, context: WriteContext, body: NewCustomer): Promise<Made> {
  const wallNow = deps.now();
  const { id: sellerId } = await sellerBy(deps, body.seller);
  const { name: actor, role } = context.actor;
  const { registration, statements } = await plannedCustomer(deps, { sellerId, actor, wallNow }, body);
  const { id } = registration;
  const { operationId } = await registerCustomer(
    deps.db,
    {
      actor,
      roles: [role],
      wallNow,
      newId: deps.newId,
      because: 'registered',
      idempotency: context.idempotency,
    },
    registration,
    async (change) => {
      for (const statement of statements(randomBytes(32))) change.write(statement);
      // Whoever trades already was looked at when it began.
      if (body.onboarding === 'standard')
        for (const address of body.addresses ?? []) await shareTrait(change, addressTrait(address), wallNow);
      return { shown: id, customerId: id };
    },
  );
  return { shown: id, customerId: id, operationId };
}

/** @throws Refusal `unknown_reference` */
async function sellerBy({ db }: ApiDeps, reference: string): Promise<Seller> {
  const seller = await findSeller(db, reference);
  if (seller) return seller;
  throw new Refusal('unknown_reference', 'there is no such seller', [
    { pointer: '/seller', message: 'no such seller' },
  ]);
}
