import type { NoticeState } from '../account/account.ts';
import { noticeKey } from '../account/fold-collection.ts';
import { addDays, type Day, type Instant } from '../calendar/day.ts';
import type { Policy, PolicyStep } from '../policy/policy.ts';
import { dayStarts, type LadderContext } from './ladder-context.ts';

const HOUR = 3_600_000;

/** A link that is missing before service may be stopped for debt; `until` when time alone will mend it. */
export interface MissingLink {
  readonly link:
    | 'noSuspensionBasis'
    | 'legalStatusUnknown'
    | 'nothingCollectible'
    | 'unmatchedMoney'
    | 'warningMissing'
    | 'warningNotDelivered'
    | 'noticePeriodRunning';
  readonly until: Instant | null;
  readonly detail: Readonly<Record<string, string>>;
}

/**
 * The proof chain (design, rule 4; practice 35): contractual basis → something collectible (so neither disputed nor
 * promised) → no unmatched money that may be the customer's → every notice that must precede the step was done in this
 * case and delivered → the notice period of policy and terms has run. Wrongly stopping a paying customer is worse than
 * stopping a debtor a day late, so every doubt is a missing link.
 */
export function missingLinks(context: LadderContext, step: PolicyStep): readonly MissingLink[] {
  const { account, standing } = context;
  const missing: MissingLink[] = [];
  if (account.traits.terms?.suspensionClause !== true) missing.push(link('noSuspensionBasis'));
  if (account.traits.legalStatus === null) missing.push(link('legalStatusUnknown'));
  if (standing.collectible <= 0n) missing.push(link('nothingCollectible'));
  for (const [payment, money] of account.suspectedMoney)
    missing.push(link('unmatchedMoney', null, { payment, because: money.because }));
  for (const warning of warningsFor(context.policy, step)) missing.push(...missingWarning(context, step, warning));
  return missing;
}

/** The notices that must be delivered before `step` may be done: named by the step's key or its kind. */
export function warningsFor(policy: Policy, step: PolicyStep): readonly PolicyStep[] {
  return policy.steps.filter(
    (notice) =>
      notice.mustPrecede !== undefined && (notice.mustPrecede === step.key || notice.mustPrecede === step.kind),
  );
}

/** The first day on which `step` may follow a warning accepted on `warnedOn`: policy distance and terms, whichever is longer. */
export function earliestAfterWarning(context: LadderContext, step: PolicyStep, warnedOn: Day): Day {
  const distance = step.after.from === 'previous' ? step.after.days : 0;
  const notice = context.account.traits.terms?.minimumNoticeDays ?? 0;
  return addDays(warnedOn, Math.max(distance, notice));
}

/** When a notice counts as delivered: a delivery report, or accepted and no bounce within the policy's window (rule 5). */
export function deliveredFrom(notice: NoticeState, policy: Policy): Instant | null {
  if (notice.state === 'undeliverable' || notice.acceptedAt === null) return null;
  return notice.state === 'delivered' ? notice.acceptedAt : notice.acceptedAt + policy.bounceWindowHours * HOUR;
}

function missingWarning(context: LadderContext, step: PolicyStep, warning: PolicyStep): readonly MissingLink[] {
  const done = context.account.dunning.position.find((rung) => rung.step === warning.key);
  const detail = { notice: warning.key };
  if (done === undefined) return [link('warningMissing', null, detail)];
  const notice = context.account.notices.get(
    noticeKey({ noticeKind: 'dunning', step: done.step, occurrence: done.occurrence }),
  );
  const delivered = notice === undefined ? null : deliveredFrom(notice, context.policy);
  if (delivered === null || notice?.acceptedOn == null) return [link('warningNotDelivered', null, detail)];
  const missing: MissingLink[] = [];
  if (context.now < delivered) missing.push(link('warningNotDelivered', delivered, detail));
  const earliest = earliestAfterWarning(context, step, notice.acceptedOn);
  if (context.today < earliest)
    missing.push(link('noticePeriodRunning', dayStarts(context, earliest), { ...detail, until: earliest }));
  return missing;
}

function link(
  name: MissingLink['link'],
  until: Instant | null = null,
  detail: Readonly<Record<string, string>> = {},
): MissingLink {
  return { link: name, until, detail };
}
