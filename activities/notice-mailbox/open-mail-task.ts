import type { Trx } from '../../db/database.ts';
import type { NoticeMailRecord } from '../../db/notice-mails.ts';
import { openPartnerTask } from '../../db/partner-tasks.ts';
import type { MailOutcome } from '../../domain/notices-of-microsoft/decide-mail.ts';
import type { ActivityDeps } from '../deps.ts';

/** Somebody has looked at a mail within this time of its coming (practice 46: the first look). */
const LOOKED_AT_WITHIN_MS = 3_600_000;

/** A task about a mail, once for the same notice. Its hour runs from when the mail came, not from when it was read. */
export async function openMailTask(
  { newId }: Pick<ActivityDeps, 'newId'>,
  trx: Trx,
  { id, noticeKey, receivedAt, readAt }: Pick<NoticeMailRecord, 'id' | 'noticeKey' | 'receivedAt' | 'readAt'>,
  { what, for: role }: Extract<MailOutcome, { kind: 'task' }>,
): Promise<void> {
  await openPartnerTask(trx, {
    id: newId('ptk'),
    key: `${what}/${noticeKey}`,
    what,
    for: role,
    subject: id,
    openedAt: readAt,
    dueAt: receivedAt + LOOKED_AT_WITHIN_MS,
  });
}
