import type { Instant } from '../calendar/day.ts';
import type { CaseFactDraft } from './case-facts.ts';
import type { Containment, Reversal } from './containment.ts';
import { CONTAINMENT_RULES, isSentByCase } from './containment-rules.ts';
import type { SecurityCase } from './security-case.ts';

/** What is to be done outside for a containment, by a key that names it once for ever. */
export type ContainmentEffect = {
  readonly kind: 'contain' | 'holdPlan' | 'check' | 'release' | 'restart' | 'checkReversal' | 'openTask' | 'closeTask';
  readonly key: string;
  readonly containment: string;
};

const FIRST_CHECK_MS = 10_000;
const SLOWEST_CHECK_MS = 5 * 60_000;
/** An order to Azure shows after about ten minutes (contract §7.1); an hour later a person has to look. */
const MOST_CHECKS = 18;
/** A plan is stopped in steps, each of which takes its minutes to show. */
const MOST_CHECKS_OF_PLAN = 36;
/** Twice what Azure needs: by then the order, or the customer's life, was not successful and is asked again. */
const ASK_AGAIN_MS = 20 * 60_000;
/** Open cases are looked at every hour: what came back is known before it costs a day (csp-guidance, E.4). */
const WATCH_MS = 3_600_000;

/** What follows from the containments of a case by itself. */
export function containmentMoves(containments: readonly Containment[]): readonly CaseFactDraft[] {
  return containments.flatMap((one): readonly CaseFactDraft[] => {
    const { containment, stillOn, plansOn } = one;
    const body = { containment };
    if (isUnderWay(one) && one.checks >= mostChecks(one)) return [{ kind: 'case.containmentFailed', body }];
    if (isReversing(one.reversal) && one.reversal.checks >= mostChecks(one))
      return [{ kind: 'case.reversalFailed', body }];
    if (isWatched(one) && one.returnedAt === null && stillOn.length + plansOn.length > 0)
      return [{ kind: 'case.containmentReturned', body: { containment, targets: [...stillOn, ...plansOn] } }];
    return [];
  });
}

/** What is to be done now; in a closed case only what takes a containment back, and tasks that ask for nothing any more. */
export function containmentEffects(
  containments: readonly Containment[],
  tasks: SecurityCase['tasks'],
  now: Instant,
  isClosed = false,
): readonly ContainmentEffect[] {
  return containments.flatMap((one) => {
    const after = [...decidedTasks(one, tasks), ...reversalEffects(one, now)];
    return isClosed ? after : [...orderEffects(one, now), ...tasksOf(one, tasks), ...after];
  });
}

/** When they would ask for something by time alone. */
export function containmentWakes(containments: readonly Containment[], isClosed = false): readonly Instant[] {
  return containments.flatMap((one) => {
    const { reversal } = one;
    const wakes = isReversing(reversal) ? [reversalCheckAt(reversal)] : [];
    if (isClosed) return wakes;
    if (isUnderWay(one)) return [...wakes, checkAt(one)];
    return isWatched(one) && one.checkedAt !== null ? [...wakes, one.checkedAt + WATCH_MS] : wakes;
  });
}

/** Ordered, allowed, and neither proven nor given up. */
export function isUnderWay({ provenAt, failed, approval }: Containment): boolean {
  return provenAt === null && !failed && approval !== 'waiting' && approval !== 'refused';
}

export function isWaiting({ approval }: Containment): boolean {
  return approval === 'waiting';
}

/** Something that was stopped is on again, and nobody has seen to it yet. */
export function isReturned(one: Containment): boolean {
  return isWatched(one) && one.returnedAt !== null;
}

export function isReversing(reversal: Reversal | null): reversal is Reversal {
  return reversal !== null && reversal.provenAt === null && !reversal.failed;
}

/** What was proven off and is meant to stay off. */
function isWatched({ provenAt, reversal, action }: Containment): boolean {
  return provenAt !== null && reversal === null && CONTAINMENT_RULES[action].mayReturn;
}

function orderEffects(one: Containment, now: Instant): readonly ContainmentEffect[] {
  const { containment, action, sentAt, sends, checks, checkedAt } = one;
  const effect = (kind: ContainmentEffect['kind'], nth: number): readonly ContainmentEffect[] => [
    { kind, key: `${kind}.${containment}.${nth}`, containment },
  ];
  if (!isUnderWay(one))
    return isWatched(one) && checkedAt !== null && now >= checkedAt + WATCH_MS ? effect('check', checks + 1) : [];
  if (isSentByCase(action) && (sentAt === null || isToBeSentAgain(one, now))) return effect('contain', sends + 1);
  if (action === 'suspendAzurePlan' && isPlanNext(one, now)) return effect('holdPlan', one.planTries + 1);
  return now >= checkAt(one) ? effect('check', checks + 1) : [];
}

/** A task for whoever is to decide, and one for whoever is to look at what came back. */
function tasksOf(one: Containment, tasks: SecurityCase['tasks']): readonly ContainmentEffect[] {
  const { containment, returns } = one;
  const wanted = [
    ...(isWaiting(one) ? [approvalTask(containment)] : []),
    ...(isReturned(one) ? [`task.returned.${containment}.${returns}`] : []),
  ];
  return wanted.filter((key) => !tasks.has(key)).map((key) => ({ kind: 'openTask', key, containment }));
}

/** The second person, or the policy, has decided: the task is done, by whichever way. */
function decidedTasks(one: Containment, tasks: SecurityCase['tasks']): readonly ContainmentEffect[] {
  const { containment } = one;
  const isDone = !isWaiting(one) && tasks.get(approvalTask(containment)) === 'open';
  return isDone ? [{ kind: 'closeTask', key: `done.${approvalTask(containment)}`, containment }] : [];
}

/** The occasion of the task that asks for a second person. */
export function approvalTask(containment: string): string {
  return `task.approval.${containment}`;
}

/** Only where the whole plan is to be stopped: one that comes back meanwhile would keep the plan open (practice 52). */
function isToBeSentAgain({ action, sentAt, stillOn }: Containment, now: Instant): boolean {
  return action === 'suspendAzurePlan' && stillOn.length > 0 && sentAt !== null && now >= sentAt + ASK_AGAIN_MS;
}

/** A plan is stopped only when none of its Azure subscriptions is on: Microsoft answers 900115 else (contract §7.2). */
function isPlanNext({ checkedAt, stillOn, plansOn, planHeldAt }: Containment, now: Instant): boolean {
  if (checkedAt === null || stillOn.length > 0 || plansOn.length === 0) return false;
  return planHeldAt === null || now >= planHeldAt + ASK_AGAIN_MS;
}

function mostChecks({ action }: Containment): number {
  return action === 'suspendAzurePlan' ? MOST_CHECKS_OF_PLAN : MOST_CHECKS;
}

/** Slower with every look that has not proven it; soon again after the plan was held. */
function checkAt({ orderedAt, sentAt, checkedAt, checks, planHeldAt }: Containment): Instant {
  if (planHeldAt !== null && planHeldAt > (checkedAt ?? 0)) return planHeldAt + FIRST_CHECK_MS;
  return (checkedAt ?? sentAt ?? orderedAt) + waitAfter(checks);
}

function reversalEffects(one: Containment, now: Instant): readonly ContainmentEffect[] {
  const { containment, action, reversal } = one;
  if (!isReversing(reversal)) return [];
  const { releasedAt, restartedAt, checks, checkedAt, plansOff } = reversal;
  const stages = CONTAINMENT_RULES[action].reversal;
  if (stages.includes('release') && releasedAt === null)
    return [{ kind: 'release', key: `release.${containment}`, containment }];
  // Microsoft starts no Azure subscription under a plan that is not active (contract §7.1, 900335).
  const isPlanOn = !stages.includes('release') || (checkedAt !== null && plansOff.length === 0);
  if (stages.includes('restart') && restartedAt === null && isPlanOn)
    return [{ kind: 'restart', key: `restart.${containment}`, containment }];
  return now >= reversalCheckAt(reversal)
    ? [{ kind: 'checkReversal', key: `checkReversal.${containment}.${checks + 1}`, containment }]
    : [];
}

function reversalCheckAt({ orderedAt, releasedAt, restartedAt, checkedAt, checks }: Reversal): Instant {
  const last = Math.max(orderedAt, releasedAt ?? 0, restartedAt ?? 0, checkedAt ?? 0);
  return last + (last === checkedAt ? waitAfter(checks) : FIRST_CHECK_MS);
}

function waitAfter(checks: number): number {
  return Math.min(FIRST_CHECK_MS * 2 ** checks, SLOWEST_CHECK_MS);
}
