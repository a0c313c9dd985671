import type { Mailer } from '../../adapters/mail/port.ts';
import { type FrozenLetter, freezeLetter, frozenLetter, noteLetterSent } from '../../db/case-letters.ts';
import { businessNow, type LockedCustomer, lockCustomer } from '../../db/customers.ts';
import type { Trx } from '../../db/database.ts';
import { loadAccount } from '../../db/load-account.ts';
import { notesAbout } from '../../db/notes.ts';
import { lettersParties } from '../../db/notice-material.ts';
import type { Account } from '../../domain/account/account.ts';
import { dayAt } from '../../domain/calendar/day.ts';
import type { CaseFactDraft } from '../../domain/security/case-facts.ts';
import { cureStepSubject, CURE_STEP_NOTE } from '../../domain/security/cure.ts';
import { type CustomerLetterFacts, writeCustomerLetter } from '../../domain/security/customer-letter.ts';
import type { CaseEffect, CustomerOccasion } from '../../domain/security/decide-case.ts';
import type { ActivityDeps } from '../deps.ts';
import { seededIds } from '../life/seeded-ids.ts';
import { sendNotice } from '../notices/send-notice.ts';
import type { CaseAtWork } from './case-at-work.ts';

type TellDeps = Pick<ActivityDeps, 'db' | 'mailer' | 'mailFrom' | 'wallNow'>;
type Letter = Extract<CaseEffect, { kind: 'tellCustomer' }>;

/**
 * Writes to the customer about its case, in its language. One frozen document and one Message-ID for each occasion: after a
 * crash the identical bytes go out again, and never a second letter (design, rule 5).
 */
export async function tellCustomer(
  deps: TellDeps,
  work: CaseAtWork,
  effect: Letter,
): Promise<readonly CaseFactDraft[]> {
  const { db, mailer, mailFrom, wallNow } = deps;
  const effectKey = `case/${work.caseId}/${effect.key}`;
  const { letter, now } = await db.transaction().execute(async (trx) => {
    const customer = await lockCustomer(trx, work.customerId);
    const at = businessNow(customer, wallNow());
    const known = await frozenLetter(trx, work.customerId, effectKey);
    return { letter: known ?? (await freeze(deps, trx, { customer, work, effect, effectKey, now: at })), now: at };
  });
  if (letter === null) return [{ kind: 'case.told', body: { key: effect.key, sent: false } }];
  const outcome = await sendNotice(mailer, mailFrom.address, letter);
  const sent = outcome.kind === 'accepted';
  await noteLetterSent(db, letter.notice, sent, now);
  return [{ kind: 'case.told', body: { key: effect.key, sent } }];
}

interface ToFreeze {
  readonly customer: LockedCustomer;
  readonly work: CaseAtWork;
  readonly effect: Letter;
  readonly effectKey: string;
  readonly now: number;
}

/** Null where there is nobody to write to. */
async function freeze(
  { mailer, mailFrom, wallNow }: { readonly mailer: Mailer } & TellDeps,
  trx: Trx,
  { customer, work, effect, effectKey, now }: ToFreeze,
): Promise<FrozenLetter | null> {
  const { recipient, ...parties } = await lettersParties(trx, customer.id);
  if (recipient === null) return null;
  const { account } = await loadAccount(trx, customer);
  const { locale, contactRevision } = account.traits;
  const about = await aboutOf(trx, account, work, effect.about);
  const { subject, text } = writeCustomerLetter({ ...parties, case: work.caseId, about }, locale);
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
  const [step, occurrence] = [effect.about.what, `${work.caseId}/${effect.key}`];
  await freezeLetter(trx, {
    ...letter,
    customerId: customer.id,
    step,
    occurrence,
    effectKey,
    contactRevision,
    messageId,
    now,
    wallNow: wallNow(),
  });
  return letter;
}

async function aboutOf(
  trx: Trx,
  { subscriptions, traits }: Account,
  { caseId, known }: CaseAtWork,
  occasion: CustomerOccasion,
): Promise<CustomerLetterFacts['about']> {
  if (occasion.what === 'suspendedByMicrosoft')
    return { what: occasion.what, offer: subscriptions.get(occasion.subscription)?.offer ?? occasion.subscription };
  const steps = known.cureSteps.filter(({ step }) => occasion.steps.includes(step));
  const notes = await notesAbout(
    trx,
    steps.map(({ step }) => cureStepSubject(caseId, step)),
  );
  return {
    what: 'curePlan',
    steps: steps.map(({ step, dueAt }) => ({
      what: notes.get(cureStepSubject(caseId, step))?.find(({ kind }) => kind === CURE_STEP_NOTE)?.text ?? null,
      dueOn: dayAt(dueAt, traits.timeZone),
    })),
  };
}
