import type { NewCustomer } from '../../contracts/customers.ts';
import { activeVersion, loadPolicy, UnknownPolicy } from '../../db/policies.ts';
import { contactStatement, profileStatements } from '../../db/profiles.ts';
import type { Registration } from '../../db/register-customer.ts';
import type { Statement } from '../../db/statement.ts';
import { dayAt, type Instant } from '../../domain/calendar/day.ts';
import { Refusal } from '../../domain/errors.ts';
import type { CustomerTraits } from '../../domain/facts/onboarding-facts.ts';
import { toStored } from '../../domain/money-format.ts';
import type { ApiDeps } from '../deps.ts';
import { consentStatement } from '../microsoft/owe-consent.ts';
import { policyKeyFor } from '../standard-policies.ts';

/** A customer who can be registered: its first facts, and its personal data for the side tables. */
export interface PlannedCustomer {
  readonly registration: Registration;
  /** @param salt 32 random bytes, for digests of this customer's personal data. */
  readonly statements: (salt: Uint8Array) => readonly Statement[];
}

export interface Planner {
  readonly sellerId: string;
  readonly actor: string;
  readonly wallNow: Instant;
}

/**
 * Makes ready what a registration writes, and looks whether it may be written.
 * @throws Refusal `test_clock_disabled`, `unknown_reference`, `currency_mismatch`
 */
export async function plannedCustomer(
  deps: ApiDeps,
  { sellerId, actor, wallNow }: Planner,
  body: NewCustomer,
): Promise<PlannedCustomer> {
  if (body.clock === 'test' && !deps.testClocks) throw new Refusal('test_clock_disabled');
  const policyKey = policyKeyFor(body.policy, body.currency);
  const policyVersion = await policyVersionFor(deps, policyKey, body.currency);
  requireCurrency(body);
  const id = deps.newId('cus');
  const offsetMs = (body.startAt ?? wallNow) - wallNow;
  const effectiveOn = dayAt(wallNow + offsetMs, body.timeZone);
  const revision = { revision: 1, effectiveOn, actor, recordedAt: wallNow };
  const profile = {
    name: body.name,
    taxId: body.taxId ?? null,
    registrationNumber: body.registrationNumber ?? null,
    addresses: body.addresses ?? [],
    notes: null,
  };
  return {
    registration: {
      id,
      sellerId,
      resellerId: null,
      clock: { mode: body.clock, offsetMs, shiftMs: offsetMs },
      facts: [
        { kind: 'customer.registered', effectiveOn, body: traitsOf(body, policyKey) },
        { kind: 'policy.assigned', effectiveOn, body: { key: policyKey, version: policyVersion, openCases: null } },
      ],
    },
    statements: (salt) => [
      ...profileStatements(id, profile, revision, salt),
      ...(body.contacts.length === 0 ? [] : [contactStatement(id, body.contacts, revision)]),
      ...(body.microsoftTenantId === undefined ? [] : [consentStatement(id, wallNow)]),
    ],
  };
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
    // An imported customer may come without anybody to write to.
    contactRevision: body.contacts.length === 0 ? 0 : 1,
  };
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
