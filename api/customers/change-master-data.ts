import type { CustomerChange } from '../../contracts/customers.ts';
import { saltedDigest } from '../../db/audit.ts';
import type { Change } from '../../db/change.ts';
import { deviationsStatement } from '../../db/kyc-deviations.ts';
import { type Contact, contactStatement, findProfile, type Profile, profileStatements } from '../../db/profiles.ts';
import type { Day } from '../../domain/calendar/day.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { Refusal } from '../../domain/errors.ts';
import type { CustomerTraits } from '../../domain/facts/onboarding-facts.ts';
import { toStored } from '../../domain/money-format.ts';
import { addressTrait, shareTrait } from '../kyc/share-trait.ts';
import { consentStatement } from '../microsoft/owe-consent.ts';
import type { WriteContext } from '../write.ts';

/**
 * Changes master data with history and effective day: what decisions rest on becomes a fact, personal data another
 * revision of the side tables, whose salted digest stands in the audit.
 * @throws Refusal `future_effective_day`, `currency_mismatch`
 */
export async function changeMasterData(
  change: Change,
  { actor }: WriteContext,
  body: CustomerChange,
  wallNow: number,
): Promise<string> {
  const effectiveOn = body.effectiveOn ?? change.today;
  if (effectiveOn > change.today) throw new Refusal('future_effective_day', `the customer's today is ${change.today}`);
  const stamp = { effectiveOn, actor: actor.name, recordedAt: wallNow };
  const { contactRevision } = change.account.traits;
  const current = await findProfile(change.trx, change.customer.id);
  const digest = (value: unknown): string | null =>
    current?.salt ? saltedDigest(current.salt, canonicalJson(value)) : null;

  const traits = traitsOf(change, body);
  if (body.contacts !== undefined) keepContacts(body.contacts, contactRevision + 1);
  const profile = profileOf(current, body);
  if (profile !== null) keepProfile(profile, (current?.revision ?? 0) + 1);
  const changed = changedIdentity(current, profile, change.account.traits, traits);
  if (changed.length > 0) {
    // Whoever was verified is somebody else now, or says so: somebody looks again (practice 19).
    const occurrence = `masterData/${change.newId('req')}`;
    const deviation = { kind: 'masterData', occurrence, subject: changed.join(', '), on: change.today } as const;
    change.write(deviationsStatement(change.customer.id, [deviation], wallNow));
  }
  for (const address of body.addresses ?? []) await shareTrait(change, addressTrait(address), wallNow);
  if (traits.tenant != null) change.write(consentStatement(change.customer.id, wallNow));
  if (Object.keys(traits).length > 0) change.record([{ kind: 'customer.changed', effectiveOn, body: traits }]);
  return change.customer.id;

  function keepContacts(contacts: readonly Contact[], revision: number): void {
    change.write(contactStatement(change.customer.id, contacts, { ...stamp, revision }));
    change.audit('contacts.changed', { revision, digest: digest(contacts) });
  }

  function keepProfile(next: Profile, revision: number): void {
    for (const statement of profileStatements(change.customer.id, next, { ...stamp, revision }))
      change.write(statement);
    change.audit('profile.changed', { revision, digest: digest(next), effectiveOn: effectiveOn satisfies Day });
  }
}

/** What of who the customer is was there before and is another now; what was missing and is filled in is no change. */
function changedIdentity(
  before: Profile | undefined,
  after: Profile | null,
  traits: CustomerTraits,
  changes: Partial<CustomerTraits>,
): readonly string[] {
  const ofProfile = (['name', 'taxId', 'registrationNumber'] as const).filter(
    (member) => after !== null && before !== undefined && before[member] !== null && before[member] !== after[member],
  );
  const ofTraits = (['country', 'legalStatus'] as const).filter(
    (member) => changes[member] !== undefined && traits[member] !== null,
  );
  return [...ofProfile, ...ofTraits];
}

/** Only what differs: naming what is so already is no change, and wakes no life. */
function traitsOf({ account }: Change, body: CustomerChange): Partial<CustomerTraits> {
  const { traits } = account;
  const { creditLimit } = body;
  if (creditLimit && creditLimit.currency !== traits.currency) {
    throw new Refusal('currency_mismatch', `the customer trades in ${traits.currency}`, [
      { pointer: '/creditLimit/currency', message: `must be ${traits.currency}` },
    ]);
  }
  const given: { [K in keyof CustomerTraits]?: CustomerTraits[K] | undefined } = {
    country: body.country,
    timeZone: body.timeZone,
    locale: body.locale,
    legalStatus: body.legalStatus,
    terms: body.terms && { ...body.terms, document: body.terms.document ?? null },
    tenant: body.microsoftTenantId,
    creditLimit: creditLimit && toStored(creditLimit),
    contactRevision: body.contacts === undefined ? undefined : traits.contactRevision + 1,
  };
  const changed = Object.entries(given).filter(
    ([trait, value]) =>
      value !== undefined && canonicalJson(value) !== canonicalJson(traits[trait as keyof CustomerTraits]),
  );
  return Object.fromEntries(changed);
}

/** The profile with what is given; null when nothing of it changes. */
function profileOf(current: Profile | undefined, body: CustomerChange): Profile | null {
  const before: Profile = {
    name: current?.name ?? null,
    taxId: current?.taxId ?? null,
    registrationNumber: current?.registrationNumber ?? null,
    addresses: current?.addresses ?? [],
    notes: current?.notes ?? null,
  };
  const after: Profile = {
    name: body.name ?? before.name,
    taxId: body.taxId === undefined ? before.taxId : body.taxId,
    registrationNumber: body.registrationNumber === undefined ? before.registrationNumber : body.registrationNumber,
    addresses: body.addresses ?? before.addresses,
    notes: before.notes,
  };
  return canonicalJson(after) === canonicalJson(before) ? null : after;
}
