import type { DoneStep } from '../account/account.ts';
import { noticeKey } from '../account/fold-collection.ts';
import type { PolicyStep } from '../policy/policy.ts';
import { isHeldForDebt } from '../service/holds.ts';
import { checkConditions } from './conditions.ts';
import type { LadderContext } from './ladder-context.ts';
import { fallsOn } from './offsets.ts';

/**
 * How many of the steps done in the case still stand. When the debt shrinks, that is up to the last one with
 * A + m(i) ≤ today whose conditions hold. A suspension does not fall back while it lasts; it ends with its hold,
 * by `reinstate.when` or by a person. A warning stands only while it still warns of the suspension to come.
 */
export function standingSteps(context: LadderContext): number {
  const { position } = context.account.dunning;
  const suspended = position.findLastIndex((done) => stepOf(context, done)?.kind === 'suspend');
  const lasts = isHeldForDebt(context.account) && suspensionHolds(context);
  if (suspended >= 0 && lasts) return 1 + Math.max(suspended, lastStanding(context, position));
  const cut = position.findIndex((done, index) => index === suspended || warnsNoMore(context, done, suspended >= 0));
  return 1 + lastStanding(context, cut < 0 ? position : position.slice(0, cut));
}

/** Whether the policy still holds the suspension of this case, or one that a person placed without a step (`reinstate.when`). */
export function suspensionHolds(context: LadderContext): boolean {
  const { account, policy, standing } = context;
  if (standing.overdue === 0n) return false;
  if (policy.reinstate.when === 'overdueSettled') return true;
  const done = account.dunning.position.findLast((step) => stepOf(context, step)?.kind === 'suspend');
  return done === undefined || (standing.anchor !== null && stillHolds(context, done));
}

/**
 * A warning that could not be delivered was none; after a chargeback a new one is due; and one suspension uses it up.
 * Stopping somebody who thinks that the matter is over is worse than a second letter.
 */
function warnsNoMore(context: LadderContext, done: DoneStep, suspensionEnded: boolean): boolean {
  if (stepOf(context, done)?.mustPrecede === undefined) return false;
  const notice = context.account.notices.get(noticeKey({ noticeKind: 'dunning', ...done }));
  return suspensionEnded || done.beforeReversal || notice?.state === 'undeliverable';
}

function lastStanding(context: LadderContext, position: readonly DoneStep[]): number {
  return position.findLastIndex((done) => stillHolds(context, done));
}

/** While all of overdue is disputed or promised there is no anchor, and the case keeps its position. */
function stillHolds(context: LadderContext, done: DoneStep): boolean {
  const { standing, today, pauses, rungs } = context;
  const rung = rungs.find((candidate) => candidate.step.key === done.step);
  if (rung === undefined || standing.anchor === null) return true;
  const reached = standing.anchor <= done.anchor || fallsOn(standing.anchor, rung, pauses) <= today;
  return reached && (done.jumped || checkConditions(rung.step, standing).holds);
}

function stepOf({ rungs }: LadderContext, done: DoneStep): PolicyStep | undefined {
  return rungs.find((rung) => rung.step.key === done.step)?.step;
}
