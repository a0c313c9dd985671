import type { Genuineness, NoticeClass } from '../../domain/notices-of-microsoft/notice-mail.ts';
import type { Db } from '../database.ts';
import { toInstant } from '../database-time.ts';
import type { NoticeMailRecord } from '../notice-mails.ts';
import { idCursor, type Page, pageOf, type PageRequest } from '../page.ts';

/** A mail with what may be shown of its content; null once erased. */
export interface ShownMail extends Omit<NoticeMailRecord, 'mailboxId' | 'messageKey' | 'noticeKey'> {
  readonly sha256: string;
  readonly sender: string | null;
  readonly subject: string | null;
}

export interface NoticeMailFilter {
  readonly genuineness?: Genuineness | undefined;
  readonly class?: NoticeClass | undefined;
  readonly id?: string | undefined;
}

/** Mails in the order in which they were read. */
export async function listNoticeMails(
  db: Db,
  filter: NoticeMailFilter,
  { limit, cursor }: PageRequest,
): Promise<Page<ShownMail>> {
  let query = db
    .selectFrom('notice_mail')
    .innerJoin('notice_mail_content', 'mail_id', 'id')
    .select([
      'id',
      'received_at',
      'read_at',
      'genuineness',
      'findings',
      'notice_class',
      'action',
      'answer_by',
      'outcome',
      'repeats',
      'cases',
      'sha256',
      'sender',
      'subject',
    ]);
  if (cursor !== undefined) query = query.where('id', '>', idCursor('eml', cursor));
  if (filter.id !== undefined) query = query.where('id', '=', filter.id);
  if (filter.genuineness !== undefined) query = query.where('genuineness', '=', filter.genuineness);
  if (filter.class !== undefined) query = query.where('notice_class', '=', filter.class);
  const rows = await query
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  const mails = rows.map(({ received_at, read_at, answer_by, notice_class, sha256, ...row }) => ({
    ...row,
    receivedAt: toInstant(received_at),
    readAt: toInstant(read_at),
    answerBy: answer_by && toInstant(answer_by),
    noticeClass: notice_class,
    sha256: Buffer.from(sha256).toString('hex'),
  }));
  return pageOf(mails, limit, (mail) => mail.id);
}
