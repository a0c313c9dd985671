import { randomBytes } from 'node:crypto';
import type { NewCustomer } from '../../contracts/customers.ts';
import { activeVersion, loadPolicy, UnknownPolicy } from '../../db/policies.ts';
import { contactStatement, profileStatements } from '../../db/profiles.ts';
import { registerCustomer } from '../../db/register-customer.ts';
import { findSeller, type Seller } from '../../db/sellers.ts';
import { dayAt } from '../../domain/calendar/day.ts';
import { Refusal } from '../../domain/errors.ts';
import type { CustomerTraits } from '../../domain/facts/onboarding-facts.ts';
import { toStored } from '../../domain/money-format.ts';
import type { ApiDeps } from '../deps.ts';
import { policyKeyFor } from '../standard-policies.ts';
import type { Made } from '../outcome.ts';
import type { WriteContext } from '../write.ts';

/**
 * Makes a customer: its first facts, and its personal data in side tables, in one transaction.
 * @throws Refusal `test_clock_disabled`, `unknown_reference`, `currency_mismatch`; the database's `conflict`
 */
export async function register(deps: ApiDeps, context: WriteContext, body: NewCustomer): Promise<Made> {
  const wallNow = deps.now();
  if (body.clock === 'test' && !deps.testClocks) throw new Refusal('test_clock_disabled');
  const seller = await sellerBy(deps, body.seller);
  const policyKey = policyKeyFor(body.policy, body.currency);
  const policyVersion = await policyVersionFor(deps, policyKey, body.currency);
  requireCurrency(body);

  const id = deps.newId('cus');
  const offsetMs = (body.startAt ?? wallNow) - wallNow;
  const effectiveOn = dayAt(wallNow + offsetMs, body.timeZone);
  const revision = { revision: 1, effectiveOn, actor: context.actor.name, recordedAt: wallNow };
  const profile = {
    name: body.name,
    taxId: body.taxId ?? null,
    registrationNumber: body.registrationNumber ?? null,
    addresses: body.addresses ?? [],
    notes: null,
  };
  const { operationId } = await registerCustomer(
    deps.db,
    {
      actor: context.actor.name,
      roles: [context.actor.role],
      wallNow,
      newId: deps.newId,
      because: 'registered',
      idempotency: context.idempotency,
    },
    {
      id,
      sellerId: seller.id,
      resellerId: null,
      clock: { mode: body.clock, offsetMs, shiftMs: offsetMs },
      facts: [
        { kind: 'customer.registered', effectiveOn, body: traitsOf(body, policyKey) },
        { kind: 'policy.assigned', effectiveOn, body: { key: policyKey, version: policyVersion, openCases: null } },
      ],
    },
    (change) => {
      for (const statement of profileStatements(id, profile, revision, randomBytes(32))) change.write(statement);
      change.write(contactStatement(id, body.contacts, revision));
      return { shown: id, customerId: id };
    },
  );
  return { shown: id, customerId: id, operationId };
}

function traitsOf(body: NewCustomer, policy: string): CustomerTraits {
  const { externalId, country, timeZone, currency, onboarding, terms, creditLimit } = body;
  return {
    externalId,
    country,
    timeZone,
    currency,
    // Who is not known to read Polish is written to in English.
    locale: body.locale ?? (country === 'PL' ? 'pl' : 'en'),
    legalStatus: body.legalStatus ?? null,
    terms: terms === undefined ? null : { ...terms, document: terms.document ?? null },
    onboarding,
    policy,
    creditLimit: creditLimit === undefined ? null : toStored(creditLimit),
    tenant: body.microsoftTenantId ?? null,
    contactRevision: 1,
  };
}

async function sellerBy({ db }: ApiDeps, reference: string): Promise<Seller> {
  const seller = await findSeller(db, reference);
  if (seller) return seller;
  throw new Refusal('unknown_reference', 'there is no such seller', [
    { pointer: '/seller', message: 'no such seller' },
  ]);
}

/** The active version of the policy, which must count in the customer's money: its limits are compared with his debt. */
async function policyVersionFor({ db }: ApiDeps, key: string, currency: string): Promise<number> {
  const refuse = (message: string) => new Refusal('unknown_reference', message, [{ pointer: '/policy', message }]);
  try {
    const version = await activeVersion(db, key);
    if (version === null) throw refuse(`policy ${key} has no active version`);
    const policy = await loadPolicy(db, key, version);
    if (policy.currency !== currency)
      throw new Refusal('currency_mismatch', `policy ${key} counts in ${policy.currency}`);
    return version;
  } catch (error) {
    if (error instanceof UnknownPolicy) throw refuse(`there is no policy ${key}`);
    throw error;
  }
}

function requireCurrency({ creditLimit, currency }: NewCustomer): void {
  if (creditLimit === undefined || creditLimit.currency === currency) return;
  throw new Refusal('currency_mismatch', `the customer trades in ${currency}`, [
    { pointer: '/creditLimit/currency', message: `must be ${currency}` },
  ]);
}
