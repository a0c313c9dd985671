import { createHash } from 'node:crypto';
import type { ListedMail, ReadMail } from '../../adapters/notice-mailbox/port.ts';
import { appendSystemAudit } from '../../db/audit.ts';
import { customersNamed } from '../../db/customers-named.ts';
import type { Trx } from '../../db/database.ts';
import { keepMail, type NoticeMailRecord, sameNotice } from '../../db/notice-mails.ts';
import { dayAt } from '../../domain/calendar/day.ts';
import { actionOf, categoryOf, classOf } from '../../domain/notices-of-microsoft/classify.ts';
import { deadlineOf } from '../../domain/notices-of-microsoft/deadline.ts';
import { decideMail, type MailOutcome } from '../../domain/notices-of-microsoft/decide-mail.ts';
import { judgeMail, type MailJudgement } from '../../domain/notices-of-microsoft/genuineness.ts';
import { namedIds } from '../../domain/notices-of-microsoft/named-ids.ts';
import type { NoticeMail } from '../../domain/notices-of-microsoft/notice-mail.ts';
import { sameNoticeText } from '../../domain/notices-of-microsoft/same-notice.ts';
import type { ActivityDeps } from '../deps.ts';
import { openMailTask } from './open-mail-task.ts';
import { placeNotice } from './place-notice.ts';

type TakeDeps = Pick<ActivityDeps, 'db' | 'wallNow' | 'newId' | 'noticeMailbox'>;

/** Bytes that are no mail: kept, and a person looks. */
const UNREADABLE: NoticeMail = {
  messageId: null,
  from: [],
  replyTo: [],
  subject: '',
  text: '',
  linkHosts: [],
  authenticationResults: [],
};

/**
 * Takes one mail, once: judged, classed, and made a case, a task or a record in one transaction with the mail itself, so
 * that a crash leaves either all of it or a mail that is read again. Two workers that read it at once meet at the keys.
 * @returns whether it was something new
 */
export async function takeMail(deps: TakeDeps, listed: ListedMail, read: ReadMail): Promise<boolean> {
  const { document, mail } = read;
  const seen = mail ?? UNREADABLE;
  const rules = {
    receivingHost: deps.noticeMailbox?.receivingHost ?? null,
    day: dayAt(listed.receivedAt, 'UTC'),
  };
  const judgement = judgeMail(seen, rules);
  const sha256 = createHash('sha256').update(document).digest();
  return await deps.db.transaction().execute(async (trx) => {
    const record = await recorded(deps, trx, listed, seen, judgement, sha256.toString('hex'));
    const sender = seen.from.map(({ address }) => address).join(', ') || null;
    await keepMail(trx, record, { sha256, document, sender, subject: seen.subject });
    const { id: mailId, outcome, genuineness, findings, noticeClass, cases } = record;
    const body = { mail: mailId, outcome, genuineness, findings, noticeClass, cases };
    const at = record.readAt;
    const event = { kind: `mail.${genuineness}`, actor: 'mailbox', at, recordedAt: at, body };
    await appendSystemAudit(trx, [event]);
    return record.outcome !== 'repeated';
  });
}

async function recorded(
  deps: TakeDeps,
  trx: Trx,
  { id: mailboxId, receivedAt }: ListedMail,
  mail: NoticeMail,
  { genuineness, findings }: MailJudgement,
  digest: string,
): Promise<NoticeMailRecord> {
  const readAt = deps.wallNow();
  const [noticeClass, action, ids] = [classOf(mail), actionOf(mail), namedIds(mail)];
  const known = {
    id: deps.newId('eml'),
    mailboxId,
    messageKey: keyOf(mail.messageId ?? digest),
    noticeKey: keyOf(sameNoticeText(mail)),
    receivedAt,
    readAt,
    genuineness,
    findings,
    noticeClass,
    action,
    answerBy: deadlineOf(mail, receivedAt),
  };
  const before = genuineness === 'genuine' ? await sameNotice(trx, known) : undefined;
  if (before !== undefined) return { ...known, outcome: 'repeated', repeats: before.id, cases: before.cases };
  const named = [...ids.tenants, ...ids.subscriptions, ...ids.others];
  const customers = await customersNamed(trx, named);
  const outcome = decideMail({ genuineness, noticeClass, action, customers: customers.length });
  const cases: string[] = [];
  if (outcome.kind === 'case') {
    const notice = { ...known, ...outcome, mail, ids, category: categoryOf(mail), kind: outcome.case };
    for (const customer of customers) cases.push(await placeNotice(deps, trx, customer, notice));
  }
  if (outcome.kind === 'task') await openMailTask(deps, trx, known, outcome);
  return { ...known, outcome: outcome.kind satisfies MailOutcome['kind'], repeats: null, cases };
}

function keyOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 40);
}
