import { continueCase, loadCase, signalStatement } from '../../db/security-cases.ts';
import { businessNow, lockCustomer } from '../../db/customers.ts';
import type { Trx } from '../../db/database.ts';
import { writeChange } from '../../db/write-change.ts';
import type { CaseCategory, CaseFactDraft, CaseKind, CaseSeverity } from '../../domain/security/case-facts.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import { deadlineOf } from '../../domain/notices-of-microsoft/deadline.ts';
import type { NamedIds, NoticeAction, NoticeClass, NoticeMail } from '../../domain/notices-of-microsoft/notice-mail.ts';
import type { SecurityCase } from '../../domain/security/security-case.ts';
import type { ActivityDeps } from '../deps.ts';
import { placeSignal } from '../security/take-signal.ts';

/** A genuine notice that is to become a case, or part of one, of one customer. */
export interface NoticeForCase {
  /** Id among the mails. */
  readonly id: string;
  /** The same for the same notice. */
  readonly noticeKey: string;
  readonly mail: NoticeMail;
  readonly noticeClass: NoticeClass;
  readonly action: NoticeAction;
  readonly ids: NamedIds;
  readonly category: CaseCategory | null;
  readonly kind: CaseKind;
  readonly severity: CaseSeverity;
  /** Wall time. */
  readonly receivedAt: Instant;
}

/**
 * Makes a notice part of a case, once. One about an alert that a case has already joins that case, whatever its state; any
 * other the open case of its kind that is about the same subscription, so that mail, push, poll and a suspension that we
 * have seen ourselves are one case.
 * @returns the case
 */
export async function placeNotice(
  deps: Pick<ActivityDeps, 'wallNow' | 'newId'>,
  trx: Trx,
  customerId: string,
  notice: NoticeForCase,
): Promise<string> {
  const customer = await lockCustomer(trx, customerId);
  const occurrence = `mail/${notice.noticeKey}/${customerId}`;
  const linked = linkOf(notice, occurrence, businessNow(customer, notice.receivedAt));
  const known = await caseOfAlert(trx, customerId, notice.ids);
  if (known !== undefined) {
    const loaded = await loadCase(trx, known);
    if (loaded === undefined || loaded.known.closedAt !== null) return known;
    const recordedAt = deps.wallNow();
    const stamp = { at: businessNow(customer, recordedAt), recordedAt, actor: 'mailbox' };
    const { statements, events } = continueCase(loaded, [linked, ...categoryFor(notice, loaded.known)], stamp);
    await writeChange(trx, customer, {
      statements: [...statements, signalStatement(known, occurrence, recordedAt)],
      events,
    });
    return known;
  }
  const { caseId } = await placeSignal(deps, trx, {
    customerId,
    kind: notice.kind,
    occurrence,
    severity: notice.severity,
    source: 'mail',
    actor: 'mailbox',
    linked,
    also: (joined) => categoryFor(notice, joined),
    fits: (open) => isAboutTheSame(open, notice.ids.subscriptions),
    evenJudged: true,
    toldAt: notice.receivedAt,
  });
  return caseId;
}

function linkOf(notice: NoticeForCase, occurrence: string, receivedAt: Instant): CaseFactDraft {
  const { id, mail, noticeClass, action, ids } = notice;
  const { subscriptions } = ids;
  const answerBy = deadlineOf(mail, receivedAt);
  return { kind: 'case.noticeLinked', body: { occurrence, mail: id, noticeClass, action, answerBy, subscriptions } };
}

/** What a notice says about the category; a person's word is not overwritten. */
function categoryFor({ category }: NoticeForCase, known: SecurityCase | null): readonly CaseFactDraft[] {
  return category === null || (known?.category ?? null) !== null
    ? []
    : [{ kind: 'case.categorised', body: { category } }];
}

/** A subscription in common; a case or a notice that names none may be about any. */
function isAboutTheSame({ alerts, notices }: SecurityCase, named: readonly string[]): boolean {
  const known = [
    ...alerts.flatMap(({ azureSubscription }) => azureSubscription ?? []),
    ...notices.flatMap(({ subscriptions }) => subscriptions),
  ];
  return known.length === 0 || named.length === 0 || known.some((one) => named.includes(one));
}

/** The customer's latest case that has one of the alerts which the notice names, in whichever way it came. */
async function caseOfAlert(trx: Trx, customerId: string, { alerts }: NamedIds): Promise<string | undefined> {
  for (const alert of alerts) {
    const row = await trx
      .selectFrom('security_case_signal')
      .innerJoin('security_case', 'security_case.id', 'security_case_signal.case_id')
      .select('case_id')
      .where('customer_id', '=', customerId)
      .where('occurrence', 'like', `%/${alert}`)
      .orderBy('case_id', 'desc')
      .executeTakeFirst();
    if (row !== undefined) return row.case_id;
  }
  return undefined;
}
