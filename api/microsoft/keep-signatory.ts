import type { Change } from '../../db/change.ts';
import { dutyStatement } from '../../db/microsoft-duties.ts';
import { currentContacts } from '../../db/profiles.ts';
import { twoNames } from '../../domain/onboarding/duty.ts';

/** Who signed for the customer, as far as it was said. */
export interface SignedAgreement {
  readonly signedBy: string;
  readonly signedAt: number;
  readonly email?: string | undefined;
  readonly phoneNumber?: string | undefined;
}

/**
 * From now on the attestation is owed to Microsoft, in the name of whoever signed. Where no e-mail address was given it is
 * the one of that contact, or of the first; with none at all nothing can be attested, and ordering will say so.
 */
export async function keepSignatory(change: Change, signed: SignedAgreement, wallNow: number): Promise<void> {
  const contacts = await currentContacts(change.trx, change.customer.id);
  const named = contacts.find(({ name, email }) => name === signed.signedBy && email !== null);
  const email = signed.email ?? named?.email ?? contacts.find((contact) => contact.email !== null)?.email;
  if (email == null) return;
  const { phoneNumber, signedBy, signedAt } = signed;
  const signatory = { ...twoNames(signedBy), email, ...(phoneNumber === undefined ? {} : { phoneNumber }) };
  change.write(dutyStatement(change.customer.id, 'agreement', { signatory, agreedAt: signedAt }, wallNow));
}
