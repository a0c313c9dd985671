import type { z } from 'zod';
import type { newSecurityCase } from '../../contracts/security-cases.ts';
import type { Change } from '../../db/change.ts';
import { writeRecording } from '../../db/fact-stream.ts';
import { listNoticeMails } from '../../db/lists/notice-mails.ts';
import { openCaseFor } from '../../db/open-cases.ts';
import { continueCase, openCase, signalStatement } from '../../db/security-cases.ts';
import { Refusal } from '../../domain/errors.ts';
import type { CaseFactBodies } from '../../domain/security/case-facts.ts';
import { isReportAbout } from '../../domain/security/same-matter.ts';
import type { Shown } from '../customer-write.ts';
import type { ApiDeps } from '../deps.ts';
import { writeNote } from '../notes.ts';
import { SUMMARY_NOTE } from '../resources/security-case.ts';
import type { WriteContext } from '../write.ts';

/**
 * Takes what a person was told of: it joins the customer's open case that it is about, or opens one. With a mail, that person
 * answers for its being genuine, and what it says counts.
 * @throws Refusal `future_effective_day` for a receipt that has not been yet, `unknown_reference`, `conflict` for a mail that a
 * case has already
 */
export async function takeCase(
  change: Change,
  { actor }: WriteContext,
  body: z.output<typeof newSecurityCase>,
  { now }: ApiDeps,
): Promise<Shown> {
  const { kind, severity, source, receivedAt, answerBy = null, category = null, summary, separate } = body;
  if (receivedAt > change.now)
    throw new Refusal('future_effective_day', 'the case would be received in the future', [
      { pointer: '/receivedAt', message: `the customer's now is ${new Date(change.now).toISOString()}` },
    ]);
  const wallNow = now();
  const report = { kind, severity, source, receivedAt, answerBy };
  const linked = body.mail == null ? [] : [await linkOf(change, body.mail)];
  const customerId = change.customer.id;
  const joined = separate
    ? undefined
    : await openCaseFor(change.trx, { customerId, kind }, (known) => isReportAbout(known, kind));
  const id = joined?.id ?? change.newId('sec');
  // What somebody has said of a case before is not overwritten by whoever joins it.
  const isNews = category !== null && (joined?.known.category ?? null) === null;
  const further = [...linked, ...(isNews ? [{ kind: 'case.categorised', body: { category } } as const] : [])];
  const stamp = { at: change.now, recordedAt: wallNow, actor: actor.name };
  writeRecording(
    change,
    joined === undefined
      ? openCase({ id, customerId }, [{ kind: 'case.received', body: report }, ...further], stamp)
      : continueCase(joined, [{ kind: 'case.reportLinked', body: report }, ...further], stamp),
  );
  for (const { body: one } of linked) change.write(signalStatement(id, one.occurrence, wallNow));
  writeNote(change, { subject: id, kind: SUMMARY_NOTE, text: summary, actor: actor.name, wallNow });
  return { shown: id, isNew: joined === undefined };
}

async function linkOf(
  change: Change,
  mail: string,
): Promise<{ readonly kind: 'case.noticeLinked'; readonly body: CaseFactBodies['case.noticeLinked'] }> {
  const [found] = (await listNoticeMails(change.trx, { id: mail }, { limit: 1 })).items;
  if (found === undefined)
    throw new Refusal('unknown_reference', `there is no mail ${mail}`, [
      { pointer: '/mail', message: 'is none of ours' },
    ]);
  const occurrence = `mail/${mail}/${change.customer.id}`;
  const known = await change.trx
    .selectFrom('security_case_signal')
    .select('case_id')
    .where('occurrence', '=', occurrence)
    .executeTakeFirst();
  if (known !== undefined) throw new Refusal('conflict', `the case ${known.case_id} has this mail`);
  const { noticeClass, action, answerBy } = found;
  return { kind: 'case.noticeLinked', body: { occurrence, mail, noticeClass, action, answerBy, subscriptions: [] } };
}
