import type { NoticeState } from '../account/account.ts';
import { noticeKey } from '../account/fold-collection.ts';
import { addDays, type Day, type Instant } from '../calendar/day.ts';
import type { Policy, PolicyStep } from '../policy/policy.ts';
import { dayStarts, isPaused, type LadderContext } from './ladder-context.ts';
import { daysLater, type Rung } from './offsets.ts';

const HOUR = 3_600_000;

/** A link that is missing before service may be stopped for debt; `until` when time alone will mend it. */
export interface MissingLink {
  readonly link:
    | 'noSuspensionBasis'
    | 'legalStatusUnknown'
    | 'nothingCollectible'
    | 'paused'
    | 'unmatchedMoney'
    | 'warningMissing'
    | 'warningNotDelivered'
    | 'noticePeriodRunning';
  readonly until: Instant | null;
  readonly detail: Readonly<Record<string, string>>;
}

/**
 * The proof chain (design, rule 4; practice 35): contractual basis → something collectible (so neither disputed nor
 * promised) → no pause, which is a word given to the customer → no unmatched money that may be the customer's → every
 * notice that must precede the step was done in this case and delivered → the notice period of policy and terms has
 * run. Wrongly stopping a paying customer is worse than stopping a debtor a day late, so every doubt is a missing link.
 */
export function missingLinks(context: LadderContext, rung: Rung): readonly MissingLink[] {
  const { account, standing } = context;
  const missing: MissingLink[] = [];
  if (account.traits.terms?.suspensionClause !== true) missing.push(link('noSuspensionBasis'));
  if (account.traits.legalStatus === null) missing.push(link('legalStatusUnknown'));
  if (standing.collectible <= 0n) missing.push(link('nothingCollectible'));
  const until = account.dunning.pausedUntil;
  if (until !== null && isPaused(context)) missing.push(link('paused', dayStarts(context, until), { until }));
  for (const [payment, { because }] of account.suspectedMoney)
    missing.push(link('unmatchedMoney', null, { payment, because }));
  for (const warning of warningsFor(context, rung.step)) missing.push(...missingWarning(context, rung, warning));
  return missing;
}

/**
 * The notices that must be delivered before `step` may be done: named by the step's key or its kind. A termination goes
 * beyond a suspension, so it needs whatever that one needs.
 */
export function warningsFor({ rungs }: Pick<LadderContext, 'rungs'>, step: PolicyStep): readonly Rung[] {
  const stops = step.kind === 'terminate' ? [step, ...suspensions(rungs)] : [step];
  return rungs.filter(({ step: { mustPrecede } }) =>
    stops.some((stop) => mustPrecede !== undefined && (mustPrecede === stop.key || mustPrecede === stop.kind)),
  );
}

function suspensions(rungs: readonly Rung[]): readonly PolicyStep[] {
  return rungs.map((rung) => rung.step).filter((step) => step.kind === 'suspend');
}

/**
 * The first day on which `rung` may follow a warning accepted on `warnedOn`: the ladder's distance between the two and
 * the notice in the terms, whichever is longer.
 */
export function earliestAfterWarning(context: LadderContext, rung: Rung, warning: Rung, warnedOn: Day): Day {
  const byLadder = daysLater(warnedOn, Math.max(0, rung.offset - warning.offset), context.pauses);
  const byTerms = addDays(warnedOn, context.account.traits.terms?.minimumNoticeDays ?? 0);
  return byLadder > byTerms ? byLadder : byTerms;
}

/** When a notice counts as delivered: a delivery report, or accepted and no bounce within the policy's window (rule 5). */
export function deliveredFrom(notice: NoticeState, policy: Policy): Instant | null {
  if (notice.state === 'undeliverable' || notice.acceptedAt === null) return null;
  return notice.state === 'delivered' ? notice.acceptedAt : notice.acceptedAt + bounceWindow(policy);
}

/** How long a bounce may still come in, in milliseconds. */
export function bounceWindow(policy: Policy): number {
  return policy.bounceWindowHours * HOUR;
}

function missingWarning(context: LadderContext, rung: Rung, warning: Rung): readonly MissingLink[] {
  const done = context.account.dunning.position.find((step) => step.step === warning.step.key);
  const detail = { notice: warning.step.key };
  if (done === undefined) return [link('warningMissing', null, detail)];
  const notice = context.account.notices.get(noticeKey({ noticeKind: 'dunning', ...done }));
  const delivered = notice === undefined ? null : deliveredFrom(notice, context.policy);
  const acceptedOn = notice?.acceptedOn ?? null;
  if (delivered === null || acceptedOn === null) return [link('warningNotDelivered', null, detail)];
  const missing: MissingLink[] = [];
  if (context.now < delivered) missing.push(link('warningNotDelivered', delivered, detail));
  const earliest = earliestAfterWarning(context, rung, warning, acceptedOn);
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
