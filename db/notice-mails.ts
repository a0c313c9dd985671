import type { Instant } from '../domain/calendar/day.ts';
import type { MailFinding } from '../domain/notices-of-microsoft/genuineness.ts';
import type { Genuineness, NoticeAction, NoticeClass } from '../domain/notices-of-microsoft/notice-mail.ts';
import type { Db, Trx } from './database.ts';
import { toDate, toInstant } from './database-time.ts';
import type { MailOutcomeWord } from './tables/notice-mail-tables.ts';

/** A mail that was read, and what became of it. Wall instants. */
export interface NoticeMailRecord {
  readonly id: string;
  readonly mailboxId: string;
  readonly messageKey: string;
  readonly noticeKey: string;
  readonly receivedAt: Instant;
  readonly readAt: Instant;
  readonly genuineness: Genuineness;
  readonly findings: readonly MailFinding[];
  readonly noticeClass: NoticeClass;
  readonly action: NoticeAction;
  readonly answerBy: Instant | null;
  readonly outcome: MailOutcomeWord;
  readonly repeats: string | null;
  /** Ids of the cases that it opened or joined. */
  readonly cases: readonly string[];
}

/** The mail itself: personal data. */
export interface NoticeMailContent {
  readonly sha256: Buffer;
  readonly document: Buffer;
  readonly sender: string | null;
  readonly subject: string;
}

/** Which of these ids of the mailbox were read before. */
export async function knownMails(db: Db, mailboxIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (mailboxIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('notice_mail')
    .select('mailbox_id')
    .where('mailbox_id', 'in', [...mailboxIds])
    .execute();
  return new Set(rows.map((row) => row.mailbox_id));
}

/** The genuine mail that has the same Message-ID or says the same; undefined where there is none. */
export async function sameNotice(
  trx: Trx,
  { messageKey, noticeKey }: Pick<NoticeMailRecord, 'messageKey' | 'noticeKey'>,
): Promise<{ readonly id: string; readonly cases: readonly string[] } | undefined> {
  return await trx
    .selectFrom('notice_mail')
    .select(['id', 'cases'])
    .where('genuineness', '=', 'genuine')
    .where('outcome', '<>', 'repeated')
    .where((of) => of.or([of('message_key', '=', messageKey), of('notice_key', '=', noticeKey)]))
    .executeTakeFirst();
}

/** Keeps a mail. A second one of the same notice, or of the same id in the mailbox, fails the transaction. */
export async function keepMail(trx: Trx, record: NoticeMailRecord, content: NoticeMailContent): Promise<void> {
  await trx
    .insertInto('notice_mail')
    .values({
      id: record.id,
      mailbox_id: record.mailboxId,
      message_key: record.messageKey,
      notice_key: record.noticeKey,
      received_at: toDate(record.receivedAt),
      read_at: toDate(record.readAt),
      genuineness: record.genuineness,
      findings: JSON.stringify(record.findings),
      notice_class: record.noticeClass,
      action: JSON.stringify(record.action),
      answer_by: record.answerBy === null ? null : toDate(record.answerBy),
      outcome: record.outcome,
      repeats: record.repeats,
      cases: JSON.stringify(record.cases),
    })
    .execute();
  await trx
    .insertInto('notice_mail_content')
    .values({ mail_id: record.id, ...content })
    .execute();
}

/** How far a folder was read; one that is new is watched from `wallNow` on. */
export interface MailboxMark {
  readonly watchedSince: Instant;
  readonly readTo: Instant | null;
  readonly readAt: Instant | null;
}

export async function mailboxMark(db: Db, mailbox: string, folder: string, wallNow: Instant): Promise<MailboxMark> {
  await db
    .insertInto('notice_mailbox_mark')
    .values({ mailbox, folder, watched_since: toDate(wallNow) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await db
    .selectFrom('notice_mailbox_mark')
    .selectAll()
    .where('mailbox', '=', mailbox)
    .where('folder', '=', folder)
    .executeTakeFirstOrThrow();
  return {
    watchedSince: toInstant(row.watched_since),
    readTo: row.read_to && toInstant(row.read_to),
    readAt: row.read_at && toInstant(row.read_at),
  };
}

/** Everything that came before `readTo` was taken. */
export async function moveMailboxMark(
  db: Db,
  mailbox: string,
  folder: string,
  { readTo, readAt }: { readonly readTo: Instant; readonly readAt: Instant },
): Promise<void> {
  await db
    .updateTable('notice_mailbox_mark')
    .set({ read_to: toDate(readTo), read_at: toDate(readAt) })
    .where('mailbox', '=', mailbox)
    .where('folder', '=', folder)
    .execute();
}
