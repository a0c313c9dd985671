import type { LockedCustomer } from '../../db/customers.ts';
import type { Trx } from '../../db/database.ts';
import type { FrozenNotice } from '../../db/frozen-notices.ts';
import { loadAccount } from '../../db/load-account.ts';
import { lettersParties } from '../../db/notice-material.ts';
import type { Account } from '../../domain/account/account.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import type { ActivityDeps } from '../deps.ts';
import { composeAndFreeze } from './compose-and-freeze.ts';

export type LetterDeps = Pick<ActivityDeps, 'db' | 'mailer' | 'mailFrom' | 'wallNow'>;

/** A letter of the kind `service`, of which there is one for its key. */
export interface LetterToWrite {
  readonly effectKey: string;
  readonly step: string;
  readonly occurrence: string;
  /** Business instant: the date on the message. */
  readonly now: Instant;
  /** Its words, in the customer's language. */
  readonly write: (
    account: Account,
    parties: { readonly sellerName: string; readonly customerName: string },
  ) => LetterWords | Promise<LetterWords>;
}

export interface LetterWords {
  readonly subject: string;
  readonly text: string;
}

/**
 * Freezes a letter to the customer beside the notices of its life. The caller has looked that none is frozen. Null where there
 * is nobody to write to.
 */
export async function freezeLetter(
  deps: LetterDeps,
  trx: Trx,
  customer: LockedCustomer,
  { write, ...letter }: LetterToWrite,
): Promise<FrozenNotice | null> {
  const { recipient, ...parties } = await lettersParties(trx, customer.id);
  if (recipient === null) return null;
  const { account } = await loadAccount(trx, customer);
  const { subject, text } = await write(account, parties);
  const { contactRevision } = account.traits;
  const wallNow = deps.wallNow();
  const words = {
    ...letter,
    customerId: customer.id,
    kind: 'service',
    contactRevision,
    recipient,
    subject,
    text,
    wallNow,
  } as const;
  return await composeAndFreeze(trx, deps, words);
}
