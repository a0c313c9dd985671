import type { z } from 'zod';
import type { newSecurityCase } from '../../contracts/security-cases.ts';
import type { Change } from '../../db/change.ts';
import { writeRecording } from '../../db/fact-stream.ts';
import { listNoticeMails } from '../../db/lists/notice-mails.ts';
import { openCase, signalStatement } from '../../db/security-cases.ts';
import { Refusal } from '../../domain/errors.ts';
import type { CaseFactBodies } from '../../domain/security/case-facts.ts';
import type { ApiDeps } from '../deps.ts';
import { writeNote } from '../notes.ts';
import { SUMMARY_NOTE } from '../resources/security-case.ts';
import type { WriteContext } from '../write.ts';

/**
 * Opens a case that a person was told of. With a mail, that person answers for its being genuine, and what it says counts.
 * @throws Refusal `future_effective_day` for a receipt that has not been yet, `unknown_reference`, `conflict` for a mail that a
 * case has already
 */
export async function takeCase(
  change: Change,
  { actor }: WriteContext,
  body: z.output<typeof newSecurityCase>,
  { now }: ApiDeps,
): Promise<string> {
  const { kind, severity, source, receivedAt, answerBy = null, category = null, summary } = body;
  if (receivedAt > change.now) throw new Refusal('future_effective_day', 'the case would be received in the future');
  const id = change.newId('sec');
  const wallNow = now();
  const received = { kind: 'case.received', body: { kind, severity, source, receivedAt, answerBy } } as const;
  const categorised = category === null ? [] : [{ kind: 'case.categorised', body: { category } } as const];
  const linked = body.mail == null ? null : await linkOf(change, body.mail);
  const stamp = { at: change.now, recordedAt: wallNow, actor: actor.name };
  const drafts = [received, ...(linked === null ? [] : [linked]), ...categorised];
  writeRecording(change, openCase({ id, customerId: change.customer.id }, drafts, stamp));
  if (linked !== null) change.write(signalStatement(id, linked.body.occurrence, wallNow));
  writeNote(change, { subject: id, kind: SUMMARY_NOTE, text: summary, actor: actor.name, wallNow });
  return id;
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
