import { checkConditions } from './conditions.ts';
import { dueDayOf } from './due-rung.ts';
import type { LadderContext } from './ladder-context.ts';
import { isPreDue, type Rung } from './offsets.ts';
import { warningsFor } from './proof-chain.ts';

/** The next rung of a case and the rungs jumped over to reach it. */
export interface RungChoice {
  readonly rung: Rung;
  readonly jumped: readonly Rung[];
  /** A person sent the case here: distances from the anchor no longer matter. */
  readonly escalated: boolean;
}

/**
 * Which rung comes next in an open case. `sequential` takes one at a time and skips none; `mostSevere` takes the highest
 * whose day and conditions hold, but never past a notice that must precede it. Null when the ladder has been climbed.
 */
export function nextRung(context: LadderContext): RungChoice | null {
  const { account, policy, rungs } = context;
  const reached = highestDone(context);
  const ahead = rungs.filter((rung) => !isPreDue(rung) && rung.index > reached);
  const target = account.dunning.escalatedTo;
  if (target !== null) {
    const rung = ahead.find((candidate) => candidate.step.key === target);
    if (rung) return { rung, jumped: ahead.filter((other) => other.index < rung.index), escalated: true };
  }
  const notLapsed = ahead.filter(
    (rung) => !account.dunning.lapsed.has(rung.step.key) || rung.step.mustPrecede !== undefined,
  );
  const first = notLapsed[0];
  if (first === undefined) return null;
  if (policy.progress === 'sequential') return { rung: first, jumped: [], escalated: false };
  const holding = notLapsed.filter(
    (rung) => dueDayOf(context, rung) <= context.today && checkConditions(rung.step, context.standing).holds,
  );
  const best = holding.findLast((rung) => notJumpingAWarning(context, rung, notLapsed)) ?? first;
  return { rung: best, jumped: notLapsed.filter((other) => other.index < best.index), escalated: false };
}

/** Index of the highest rung that stands as done in the case, −1 before the first. */
export function highestDone(context: LadderContext): number {
  const top = context.account.dunning.position.at(-1);
  return top === undefined ? -1 : context.rungs.findIndex((rung) => rung.step.key === top.step);
}

function notJumpingAWarning(context: LadderContext, rung: Rung, ahead: readonly Rung[]): boolean {
  const between = ahead.filter((other) => other.index < rung.index);
  if (between.some((other) => other.step.mustPrecede !== undefined)) return false;
  const warned = new Set(context.account.dunning.position.map((done) => done.step));
  return warningsFor(context.policy, rung.step).every((warning) => warned.has(warning.key));
}
