import { type FrozenLetter, frozenLetter, keepLetter, letterParties } from '../../db/hygiene-letters.ts';
import { figuresOf } from '../../db/directory-figures.ts';
import { lockCustomer } from '../../db/customers.ts';
import { dayAt, type Instant } from '../../domain/calendar/day.ts';
import { dueAt } from '../../domain/hygiene/decide-review.ts';
import { openFindings } from '../../domain/hygiene/review.ts';
import type { ReviewFactDraft } from '../../domain/hygiene/review-facts.ts';
import { languageOf, writeLetter } from '../../domain/hygiene/write-letter.ts';
import type { ActivityDeps } from '../deps.ts';
import { sendNotice } from '../notices/send-notice.ts';
import { letterLines } from './letter-lines.ts';
import type { ReviewAtWork } from './review-at-work.ts';

const DAY_MS = 86_400_000;
type TellDeps = Pick<ActivityDeps, 'db' | 'mailer' | 'mailFrom'>;

/**
 * Writes to the customer, in the customer's language, what was found and by when it is to be put in order. One document
 * and one Message-ID an occasion: it is frozen before it is sent, and a crash sends the same bytes again (design, rule 5).
 */
export async function tellCustomer(
  deps: TellDeps,
  work: ReviewAtWork,
  { key }: { readonly key: string },
  now: Instant,
): Promise<readonly ReviewFactDraft[]> {
  const letter = await freeze(deps, work, key, now);
  const { kind } = await sendNotice(deps.mailer, deps.mailFrom.address, letter);
  return [{ kind: 'review.told', body: { key, sent: kind === 'accepted' } }];
}

/** Null: there is nobody to write to. */
async function freeze(
  { db, mailer, mailFrom }: TellDeps,
  { reviewId, customerId, known }: ReviewAtWork,
  key: string,
  now: Instant,
): Promise<FrozenLetter | null> {
  return await db.transaction().execute(async (trx) => {
    const customer = await lockCustomer(trx, customerId);
    const frozen = await frozenLetter(trx, reviewId, key);
    if (frozen !== null) return frozen;
    const { recipient, ...parties } = await letterParties(trx, customerId);
    if (recipient === null) return null;
    const { settings, right } = known;
    const [figure] = await figuresOf(trx, customerId, { limit: 1 });
    const language = languageOf(customer.locale);
    const { subject, text } = writeLetter(language, {
      ...parties,
      dueOn: dayAt(dueAt(known) ?? now + settings.answerDays * DAY_MS, customer.timeZone),
      isReminder: key !== 'report',
      lines: await letterLines(trx, customer, openFindings(known, now)),
      products: (figure?.licences ?? []).filter(({ bought }) => bought > 0),
      signInsKnown: known.signInsKnown,
      remedy:
        right?.mayDisable === true ? { deleteAfterDays: right.mayDelete ? settings.deleteAfterDays : null } : null,
    });
    const messageId = `${reviewId}.${key}@${mailFrom.address.split('@').at(-1) ?? 'localhost'}`;
    const { email: to, name } = recipient;
    const raw = await mailer.compose({
      messageId,
      date: now,
      from: mailFrom,
      to: [{ address: to, ...(name === null ? {} : { name }) }],
      subject,
      text,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
    await keepLetter(trx, { reviewId, key, customerId, messageId, language, to, raw, at: now });
    return { to, raw };
  });
}
