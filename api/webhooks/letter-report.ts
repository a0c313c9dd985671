import type { MailEvent } from '../../adapters/mail/port.ts';
import type { Change } from '../../db/change.ts';
import { letterReportStatement, type ReportedLetter } from '../../db/hygiene-letters.ts';
import { continueReview, loadReview } from '../../db/hygiene-reviews.ts';
import { Refusal } from '../../domain/errors.ts';
import type { Handled } from './handled.ts';

/** A report about a letter of a review; `code` is the provider's reply code. */
interface LetterReport {
  readonly event: MailEvent;
  readonly letter: ReportedLetter;
  readonly code: string | null;
  readonly wallNow: number;
}

/**
 * Notes what became of a letter of a hygiene review. One that reached nobody is a person's: the review asks for one while it is
 * open; where it is closed, as after a letter without findings, the task is opened here.
 * @throws Refusal `unavailable` while the letter is still being sent: the report has overtaken our own record of it
 */
export async function takeLetterReport(
  change: Change,
  { event, letter, code, wallNow }: LetterReport,
): Promise<Handled> {
  const { reviewId, key } = letter;
  const review = await loadReview(change.trx, reviewId);
  if (review === undefined) throw new Error(`there is no review ${reviewId}`);
  if (!review.known.told.has(key)) throw new Refusal('unavailable', 'the letter is still being sent');
  const at = Math.min(event.at, change.now);
  if (event.type === 'delivered') {
    if (letter.isDelivered || letter.isBounced) return 'known';
    change.write(letterReportStatement(letter, { kind: 'delivered', at }));
    return 'applied';
  }
  if (event.type === 'complaint' || !event.permanent) {
    change.audit(event.type === 'complaint' ? 'hygiene.letterComplaint' : 'hygiene.letterDelayed', {
      review: reviewId,
      key,
      code,
    });
    return 'applied';
  }
  if (letter.isBounced) return 'known';
  change.write(letterReportStatement(letter, { kind: 'bounced', at, detail: code }));
  if (review.known.closedAt === null) {
    const stamp = { at: change.now, recordedAt: wallNow, actor: 'mail' };
    const { statements, events } = continueReview(review, [{ kind: 'review.undelivered', body: { key } }], stamp);
    for (const statement of statements) change.write(statement);
    for (const one of events) change.audit(one.kind, one.body);
    return 'applied';
  }
  change.audit('hygiene.letterBounced', { review: reviewId, key, code });
  const task = { task: change.newId('tsk'), key: `hygiene/${reviewId}/noContact`, what: 'hygiene-noContact' };
  if (!change.account.tasks.some((known) => known.key === task.key))
    change.record([{ kind: 'task.opened', effectiveOn: change.today, body: task }]);
  return 'applied';
}
