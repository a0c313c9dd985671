import type { Day, Instant } from '../domain/calendar/day.ts';
import type { Db, Trx } from './database.ts';
import { toDate } from './database-time.ts';
import { insertRows, upsertRows } from './json-rows.ts';
import type { Statement } from './statement.ts';
import type { Address } from './tables/party-tables.ts';

/** Personal data of a customer, kept apart from facts so that it can be erased. */
export interface Profile {
  readonly name: string | null;
  readonly taxId: string | null;
  readonly registrationNumber: string | null;
  readonly addresses: readonly Address[];
  readonly notes: string | null;
}

export interface Contact {
  readonly role: string;
  readonly name: string | null;
  readonly email: string | null;
}

/** Which revision this is, from which business day it counts, and who wrote it when. */
export interface Revision {
  readonly revision: number;
  readonly effectiveOn: Day;
  readonly actor: string;
  /** Wall instant. */
  readonly recordedAt: Instant;
}

const PROFILE = ['customer_id', 'revision', 'name', 'tax_id', 'registration_number', 'addresses', 'notes'];

/**
 * Statements that make a profile the current one and keep it as a revision. `salt`: random bytes for the digests in this
 * customer's audit, given with the first revision.
 */
export function profileStatements(
  customerId: string,
  profile: Profile,
  { revision, effectiveOn, actor, recordedAt }: Revision,
  salt?: Uint8Array,
): readonly Statement[] {
  const row = {
    customer_id: customerId,
    revision,
    name: profile.name,
    tax_id: profile.taxId,
    registration_number: profile.registrationNumber,
    addresses: profile.addresses,
    notes: profile.notes,
  };
  const stamp = { effective_on: effectiveOn, actor, recorded_at: new Date(recordedAt).toISOString() };
  const statements = [
    upsertRows('customer_profile', ['customer_id'], PROFILE, [row]),
    insertRows('customer_profile_revision', [...PROFILE, ...Object.keys(stamp)], [{ ...row, ...stamp }]),
  ];
  if (salt === undefined) return statements;
  const keepSalt: Statement = (trx) =>
    trx.updateTable('customer_profile').set({ salt }).where('customer_id', '=', customerId).compile();
  return [...statements, keepSalt];
}

/** Keeps a revision of all contacts of a customer, in this order; `revision` is the traits' `contactRevision`. */
export function contactStatement(
  customerId: string,
  contacts: readonly Contact[],
  { revision, effectiveOn, actor, recordedAt }: Revision,
): Statement {
  return (trx) =>
    trx
      .insertInto('customer_contact')
      .values(
        contacts.map((contact, position) => ({
          customer_id: customerId,
          revision,
          position,
          ...contact,
          effective_on: effectiveOn,
          recorded_at: toDate(recordedAt),
          actor,
        })),
      )
      .compile();
}

/** The current profile; undefined when none was ever kept. */
export async function findProfile(
  db: Db,
  customerId: string,
): Promise<(Profile & { readonly revision: number; readonly salt: Uint8Array | null }) | undefined> {
  const row = await db
    .selectFrom('customer_profile')
    .selectAll()
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { name, tax_id: taxId, registration_number: registrationNumber, addresses, notes, revision, salt } = row;
  return { name, taxId, registrationNumber, addresses, notes, revision, salt };
}

/** The contacts of the latest revision, in their order. */
export async function currentContacts(db: Db, customerId: string): Promise<readonly Contact[]> {
  return await db
    .selectFrom('customer_contact')
    .select(['role', 'name', 'email'])
    .where('customer_id', '=', customerId)
    .where('revision', '=', (of) =>
      of
        .selectFrom('customer_contact')
        .select((max) => max.fn.max('revision').as('latest'))
        .where('customer_id', '=', customerId),
    )
    .orderBy('position')
    .execute();
}

/**
 * Erases a customer's personal data: profile, contacts, evidence, names of users, typed texts, addressees and texts of notices,
 * kept answers. Facts, journals
 * and the audit's chains stay whole; with the salt gone, digests in them point to nobody.
 */
export async function erasePersonalData(trx: Trx, customerId: string, wallNow: Instant): Promise<void> {
  const erased_at = toDate(wallNow);
  const nothing = { name: null, tax_id: null, registration_number: null, addresses: '[]', notes: null };
  await trx
    .updateTable('customer_profile')
    .set({ ...nothing, salt: null, erased_at })
    .where('customer_id', '=', customerId)
    .execute();
  await trx.updateTable('customer_profile_revision').set(nothing).where('customer_id', '=', customerId).execute();
  await trx
    .updateTable('customer_contact')
    .set({ name: null, email: null })
    .where('customer_id', '=', customerId)
    .execute();
  await trx
    .updateTable('activity_person')
    .set({ user_principal_name: null, address: null })
    .where('customer_id', '=', customerId)
    .execute();
  await trx
    .updateTable('directory_person')
    .set({ user_principal_name: null, display_name: null })
    .where('customer_id', '=', customerId)
    .execute();
  await trx.updateTable('hygiene_exclusion').set({ owner: null }).where('customer_id', '=', customerId).execute();
  await trx
    .updateTable('hygiene_letter')
    .set({ to_address: null, document: null })
    .where('customer_id', '=', customerId)
    .execute();
  await trx.updateTable('microsoft_duty').set({ signatory: null }).where('customer_id', '=', customerId).execute();
  await trx
    .updateTable('evidence')
    .set({ source: null, reference: null, note: null, erased_at })
    .where('customer_id', '=', customerId)
    .execute();
  await trx.updateTable('evidence_document').set({ bytes: null }).where('customer_id', '=', customerId).execute();
  await trx.updateTable('kyc_profile').set({ purpose: null }).where('customer_id', '=', customerId).execute();
  await trx.deleteFrom('shared_trait').where('customer_id', '=', customerId).execute();
  await trx.updateTable('note').set({ text: null, erased_at }).where('customer_id', '=', customerId).execute();
  await trx
    .updateTable('notice')
    .set({ to_address: null, document: null })
    .where('customer_id', '=', customerId)
    .execute();
  // Kept answers repeat what the customer's page shows.
  await trx
    .updateTable('idempotency_key')
    .set({ response: null })
    .where('operation_id', 'in', (of) =>
      of.selectFrom('operation').select('operation.id').where('customer_id', '=', customerId),
    )
    .execute();
  await trx
    .updateTable('payment_receipt')
    .set({ reference: null, payer: null })
    .where('customer_id', '=', customerId)
    .execute();
}
