import type { Change } from '../../db/change.ts';
import { findProfile } from '../../db/profiles.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import { likeness, nameTokens } from '../../domain/kyc/names.ts';
import { HIT_FROM } from '../../domain/kyc/screening.ts';
import { noteCircumstance, shareTrait } from '../kyc/share-trait.ts';

/** Who sent money, as the bank says. */
export interface Payer {
  readonly name: string | null;
  /** The number of the account, as written. */
  readonly account: string | null;
}

/**
 * Looks at who has paid for a customer: another than himself, or from an account that others use too, goes to a person. The
 * money counts all the same: it is never refused for where it comes from.
 */
export async function lookAtPayer(change: Change, payer: Payer, payment: string, wallNow: Instant): Promise<void> {
  const account = payer.account?.replace(/\s/g, '').toUpperCase() ?? '';
  if (account !== '') await shareTrait(change, { kind: 'bankAccount', value: account }, wallNow);
  const own = (await findProfile(change.trx, change.customer.id))?.name ?? null;
  if (payer.name === null || own === null) return;
  if (likeness(nameTokens(payer.name), nameTokens(own)) < HIT_FROM)
    noteCircumstance(change, 'thirdPartyPayer', `thirdPartyPayer/${payment}`, 'thirdPartyPayer');
}
