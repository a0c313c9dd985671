import { type FrozenLetter, freezeLetter } from '../../db/case-letters.ts';
import type { LockedCustomer } from '../../db/customers.ts';
import type { Trx } from '../../db/database.ts';
import { loadAccount } from '../../db/load-account.ts';
import { lettersParties } from '../../db/notice-material.ts';
import type { Account } from '../../domain/account/account.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import type { ActivityDeps } from '../deps.ts';
import { seededIds } from '../life/seeded-ids.ts';

export type LetterDeps = Pick<ActivityDeps, 'db' | 'mailer' | 'mailFrom' | 'wallNow'>;

/** A letter of the kind `service`, of which there is one for its key. */
export interface LetterToWrite {
  readonly effectKey: string;
  readonly step: string;
  readonly occurrence: string;
  /** Business instant: the date on the message. */
  readonly now: Instant;
  /** To whom it goes; default: whoever gets the customer's bills. */
  readonly parties?: typeof lettersParties;
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
 * Composes a letter to the customer and freezes it: one document and one Message-ID for its key (design, rule 5). The caller
 * has looked that none is frozen. Null where there is nobody to write to.
 */
export async function composeAndFreeze(
  { mailer, mailFrom, wallNow }: LetterDeps,
  trx: Trx,
  customer: LockedCustomer,
  { effectKey, step, occurrence, now, write, parties: partiesOf = lettersParties }: LetterToWrite,
): Promise<FrozenLetter | null> {
  const { recipient, ...parties } = await partiesOf(trx, customer.id);
  if (recipient === null) return null;
  const { account } = await loadAccount(trx, customer);
  const { subject, text } = await write(account, parties);
  const notice = seededIds(`${customer.id}/${effectKey}`, now)('ntc');
  const messageId = `${notice}@${mailFrom.address.slice(mailFrom.address.indexOf('@') + 1)}`;
  const raw = await mailer.compose({
    messageId,
    date: now,
    from: mailFrom,
    to: [{ address: recipient.email, ...(recipient.name === null ? {} : { name: recipient.name }) }],
    subject,
    text,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Tenure-Notice': notice },
  });
  const letter: FrozenLetter = { notice, to: recipient.email, raw };
  await freezeLetter(trx, {
    ...letter,
    customerId: customer.id,
    step,
    occurrence,
    effectKey,
    contactRevision: account.traits.contactRevision,
    messageId,
    now,
    wallNow: wallNow(),
  });
  return letter;
}
