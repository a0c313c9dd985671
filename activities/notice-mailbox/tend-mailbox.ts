import { Context } from '@temporalio/activity';
import type { ListedMail, MailFolder, NoticeMailbox } from '../../adapters/notice-mailbox/port.ts';
import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import type { RoundReport } from '../../contracts/round-activities.ts';
import { knownMails, mailboxMark, moveMailboxMark } from '../../db/notice-mails.ts';
import { dayAt, type Instant } from '../../domain/calendar/day.ts';
import type { ActivityDeps } from '../deps.ts';
import { askPartner } from '../tasks/ask-partner.ts';
import { endAlarm, soundAlarm } from '../tasks/sound-alarm.ts';
import { takeMail } from './take-mail.ts';

const FOLDERS: readonly MailFolder[] = ['inbox', 'junkemail'];
const HOUR = 3_600_000;
/** How far back a mailbox is read that was never read: a notice gives days to answer, seldom more than two weeks. */
const FIRST_LOOK_BACK_MS = 14 * 24 * HOUR;
/** Mail does not always come to lie in the order of its dates; what was read before costs one look at the keys. */
const OVERLAP_MS = 24 * HOUR;

const GIVEN_UP_AFTER_MS = 7 * 24 * HOUR;

/**
 * Reads the shared mailbox (practices 6, 41, 44): every mail once, each in a transaction of its own, so that one which
 * cannot be taken holds back no other. One that was not taken within its hour, and a mailbox that has not answered for so
 * long, is a task.
 * @returns how many mails were listed, and how many were something new
 */
export async function tendMailbox(deps: ActivityDeps): Promise<RoundReport> {
  const { noticeMailbox: mailbox, log } = deps;
  if (mailbox === null) {
    log.info('NOTICE_MAILBOX is not set: notices that Microsoft sends by mail are not read');
    return { looked: 0, woken: 0 };
  }
  let [looked, woken] = [0, 0];
  for (const folder of FOLDERS) {
    const report = await tendFolder(deps, mailbox, folder);
    looked += report.looked;
    woken += report.woken;
  }
  return { looked, woken };
}

async function tendFolder(deps: ActivityDeps, mailbox: NoticeMailbox, folder: MailFolder): Promise<RoundReport> {
  const { db, log, wallNow } = deps;
  const mark = await mailboxMark(db, mailbox.address, folder, wallNow());
  const since = mark.readTo === null ? mark.watchedSince - FIRST_LOOK_BACK_MS : mark.readTo - OVERLAP_MS;
  const listed = await mailbox.list(folder, since).catch((error: unknown): null => {
    if (!(error instanceof PartnerCenterError)) throw error;
    log.warn({ folder, code: error.code, kind: error.kind }, 'the mailbox for notices could not be read');
    return null;
  });
  if (listed === null) {
    await soundIfSilent(deps, folder, mark.readAt ?? mark.watchedSince);
    return { looked: 0, woken: 0 };
  }
  await endAlarm(deps, `mailboxSilent/${folder}/`, 'mailbox');
  const known = await knownMails(
    db,
    listed.map(({ id }) => id),
  );
  let woken = 0;
  let failedAt: Instant | null = null;
  for (const one of listed.filter(({ id }) => !known.has(id))) {
    Context.current().heartbeat(folder);
    try {
      const read = await mailbox.read(one.id);
      if (read !== null && (await takeMail(deps, one, read))) woken += 1;
    } catch (error) {
      log.warn({ err: error, mail: one.id }, 'a mail could not be taken; it is read again');
      // After a week it is its task alone that remains: it must not make every round read everything since.
      if (wallNow() - one.receivedAt < GIVEN_UP_AFTER_MS) failedAt ??= one.receivedAt;
      await askForIt(deps, one);
    }
  }
  const readTo = failedAt ?? listed.at(-1)?.receivedAt ?? mark.readTo ?? mark.watchedSince;
  await moveMailboxMark(db, mailbox.address, folder, { readTo, readAt: wallNow() });
  return { looked: listed.length, woken };
}

/** A mail that cannot be taken is a task within its hour, like one that nobody can class. */
async function askForIt(deps: ActivityDeps, { id, receivedAt }: ListedMail): Promise<void> {
  if (deps.wallNow() - receivedAt < HOUR / 2) return;
  const task = { key: `mailNotTaken/${id}`, what: 'mailNotTaken', for: 'analyst', dueAt: receivedAt + HOUR } as const;
  await askPartner(deps, { ...task, kind: 'mail.notTaken', actor: 'mailbox' });
}

/** The mailbox is silent for half an hour: the hour of a notice that lies there runs. An alarm for each day. */
async function soundIfSilent(deps: ActivityDeps, folder: MailFolder, readAt: Instant): Promise<void> {
  const now = deps.wallNow();
  if (now - readAt < HOUR / 2) return;
  const key = `mailboxSilent/${folder}/${dayAt(now, 'UTC')}`;
  const task = { key, what: 'mailboxSilent', for: 'operator', dueAt: readAt + HOUR } as const;
  await soundAlarm(deps, { ...task, kind: 'mailbox.silent', actor: 'mailbox', body: { folder } });
}
