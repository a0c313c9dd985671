import type { MailEvent } from '../../adapters/mail/port.ts';
import type { Change } from '../../db/change.ts';
import { commitChange } from '../../db/commit-change.ts';
import { findLetterByMessageId } from '../../db/hygiene-letters.ts';
import { findNoticeByMessageId, type NoticeRecord } from '../../db/lists/notices.ts';
import { noticeReportStatement } from '../../db/notice-reports.ts';
import { claimDelivery } from '../../db/webhooks.ts';
import { Refusal } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import { outcomeOf } from '../outcome.ts';
import { type Handled, KnownDelivery, onceOnly } from './handled.ts';
import { takeLetterReport } from './letter-report.ts';

/** Its name in the audit, and the source of its deliveries. */
const MAIL = 'mail';

/**
 * Notes what became of a letter, found by its Message-ID. A bounce sends the ladder back for another address; a delivery
 * report ends the waiting for one. Mail that is none of ours is ignored.
 * @throws Refusal `unavailable` while the letter is still being sent: the report has overtaken our own record of it
 */
export async function handleMailEvent(deps: ApiDeps, event: MailEvent): Promise<Handled> {
  const notice = await findNoticeByMessageId(deps.db, event.messageId);
  if (notice !== undefined) return await onceOnly(() => report(deps, event, notice));
  const letter = await findLetterByMessageId(deps.db, event.messageId);
  return letter === undefined ? 'ignored' : await onceOnly(() => reportOfReview(deps, event, letter.customerId));
}

/** The same for a letter of a hygiene review. */
async function reportOfReview(deps: ApiDeps, event: MailEvent, customer: string): Promise<Handled> {
  const wallNow = deps.now();
  const request = { customer, actor: MAIL, wallNow, newId: deps.newId, because: 'hygiene' };
  const { result } = await commitChange(deps.db, request, async (change) => {
    await claim(change, event, wallNow);
    const letter = await findLetterByMessageId(change.trx, event.messageId);
    if (letter === undefined) throw new Error(`the letter ${event.messageId} is gone`);
    return await takeLetterReport(change, { event, letter, code: replyCode(event), wallNow });
  });
  return result;
}

async function claim(change: Change, { id }: MailEvent, wallNow: number): Promise<void> {
  if (id !== null && !(await claimDelivery(change.trx, MAIL, id, wallNow))) throw new KnownDelivery(id);
}

async function report(deps: ApiDeps, event: MailEvent, { customerId: customer }: NoticeRecord): Promise<Handled> {
  const wallNow = deps.now();
  const request = { customer, actor: MAIL, wallNow, newId: deps.newId, because: 'notice' };
  const { result, operationId } = await commitChange(deps.db, request, async (change) => {
    await claim(change, event, wallNow);
    const notice = await findNoticeByMessageId(change.trx, event.messageId);
    if (notice === undefined) throw new Error(`the notice ${event.messageId} is gone`);
    return { shown: notice.id, handled: take(change, event, notice) };
  });
  await outcomeOf(deps, { shown: result.shown, customerId: customer, operationId });
  return result.handled;
}

function take(change: Change, event: MailEvent, notice: NoticeRecord): Handled {
  if (notice.state === 'sending') throw new Refusal('unavailable', 'the letter is still being sent');
  const at = Math.min(event.at, change.now);
  const { kind: noticeKind, step, occurrence, contactRevision } = notice;
  const effectiveOn = change.today;
  if (event.type === 'delivered') {
    if (notice.state !== 'accepted') return 'known';
    change.record([{ kind: 'notice.delivered', effectiveOn, body: { noticeKind, step, occurrence } }]);
    change.write(noticeReportStatement(notice.id, { kind: 'delivered', at }));
    return 'applied';
  }
  if (event.type === 'complaint' || !event.permanent) {
    // It was read as a nuisance, or may still arrive: neither makes it undelivered.
    const kind = event.type === 'complaint' ? 'notice.complaint' : 'notice.delayed';
    change.audit(kind, { notice: notice.id, code: replyCode(event) });
    return 'applied';
  }
  if (notice.state === 'bounced' || notice.state === 'failed') return 'known';
  const body = { noticeKind, step, occurrence, contactRevision, because: 'bounced' } as const;
  change.record([{ kind: 'notice.undeliverable', effectiveOn, body }]);
  change.write(noticeReportStatement(notice.id, { kind: 'bounced', at, detail: replyCode(event) }));
  return 'applied';
}

/** `550 5.1.1` out of the provider's sentence, which may hold the address. */
function replyCode({ reason }: MailEvent): string | null {
  return /\b[45]\d\d(?: \d\.\d{1,3}\.\d{1,3})?/.exec(reason ?? '')?.[0] ?? null;
}
