import { businessNow, lockCustomer } from '../../db/customers.ts';
import type { Trx } from '../../db/database.ts';
import { frozenNotice, noteNoticeSent } from '../../db/frozen-notices.ts';
import { notesAbout } from '../../db/notes.ts';
import type { Account } from '../../domain/account/account.ts';
import { dayAt } from '../../domain/calendar/day.ts';
import type { CaseFactDraft } from '../../domain/security/case-facts.ts';
import { cureStepSubject, CURE_STEP_NOTE } from '../../domain/security/cure.ts';
import { type CustomerLetterFacts, writeCustomerLetter } from '../../domain/security/customer-letter.ts';
import type { CaseEffect, CustomerOccasion } from '../../domain/security/case-decision.ts';
import { freezeLetter, type LetterDeps, type LetterToWrite } from '../notices/freeze-letter.ts';
import { sendNotice } from '../notices/send-notice.ts';
import type { CaseAtWork } from './case-at-work.ts';

type Letter = Extract<CaseEffect, { kind: 'tellCustomer' }>;

/**
 * Writes to the customer about its case, in its language. One frozen document and one Message-ID for each occasion: after a
 * crash the identical bytes go out again, and never a second letter (design, rule 5).
 */
export async function tellCustomer(
  deps: LetterDeps,
  work: CaseAtWork,
  effect: Letter,
): Promise<readonly CaseFactDraft[]> {
  const { db, mailer, mailFrom, wallNow } = deps;
  const effectKey = `case/${work.caseId}/${effect.key}`;
  const { letter, now } = await db.transaction().execute(async (trx) => {
    const customer = await lockCustomer(trx, work.customerId);
    const at = businessNow(customer, wallNow());
    const known = await frozenNotice(trx, work.customerId, effectKey);
    const [step, occurrence] = [effect.about.what, `${work.caseId}/${effect.key}`];
    const write: LetterToWrite['write'] = async (account, parties) => {
      const about = await aboutOf(trx, account, work, effect.about);
      return writeCustomerLetter({ ...parties, case: work.caseId, about }, account.traits.locale);
    };
    const toWrite = { effectKey, step, occurrence, now: at, write };
    return { letter: known ?? (await freezeLetter(deps, trx, customer, toWrite)), now: at };
  });
  if (letter === null) return [{ kind: 'case.told', body: { key: effect.key, sent: false } }];
  const outcome = await sendNotice(mailer, mailFrom.address, letter);
  const sent = outcome.kind === 'accepted';
  await noteNoticeSent(db, letter.notice, sent, now);
  return [{ kind: 'case.told', body: { key: effect.key, sent } }];
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
