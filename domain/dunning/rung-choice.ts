import type { Day } from '../calendar/day.ts';
import { readyDay } from './due-rung.ts';
import type { LadderContext } from './ladder-context.ts';
import { isPreDue, type Rung } from './offsets.ts';
import { warningsFor } from './proof-chain.ts';

/** The next rung of a case and the rungs jumped over to reach it. */
export interface RungChoice {
  readonly rung: Rung;
  readonly jumped: readonly Rung[];
  /** A person sent the case here: distances from the anchor and conditions do not matter. */
  readonly escalated: boolean;
  /** The day on which a higher rung takes its place, if nothing is done until then. */
  readonly overtakenOn: Day | null;
}

/**
 * Which rung comes next in an open case. `sequential` takes one at a time and skips none; `mostSevere` takes the highest
 * whose day and conditions hold, but never past a notice that must precede it. Null when the ladder has been climbed.
 */
export function nextRung(context: LadderContext): RungChoice | null {
  const { account, policy, rungs } = context;
  const reached = highestDone(context);
  const ahead = rungs.filter((rung) => !isPreDue(rung) && rung.index > reached);
  const choose = (rung: Rung, escalated: boolean, overtakenOn: Day | null = null): RungChoice => ({
    rung,
    jumped: ahead.filter((other) => other.index < rung.index),
    escalated,
    overtakenOn,
  });
  const target = ahead.find((rung) => rung.step.key === account.dunning.escalatedTo);
  if (target !== undefined) return choose(target, true);
  const first = ahead[0];
  if (first === undefined) return null;
  if (policy.progress === 'sequential') return choose(first, false);
  const { ready, soonest } = mostSevere(context, ahead);
  return choose(ready ?? soonest?.rung ?? first, false, soonest?.day ?? null);
}

/** Index of the highest rung that stands as done in the case, −1 before the first. A step the policy no longer has counts for nothing. */
export function highestDone({ account, rungs }: LadderContext): number {
  const done = new Set(account.dunning.position.map((step) => step.step));
  return rungs.findLastIndex((rung) => done.has(rung.step.key));
}

interface MostSevere {
  /** The highest rung whose day has come. */
  readonly ready: Rung | undefined;
  /** Of the rungs above it, the one whose day comes first. */
  readonly soonest: { readonly rung: Rung; readonly day: Day } | undefined;
}

function mostSevere(context: LadderContext, ahead: readonly Rung[]): MostSevere {
  let soonest: MostSevere['soonest'];
  for (const rung of ahead.toReversed()) {
    const { day } = readyDay(context, rung, false);
    if (day === null || jumpsAWarning(context, rung, ahead)) continue;
    if (day <= context.today) return { ready: rung, soonest };
    if (soonest === undefined || day < soonest.day) soonest = { rung, day };
  }
  return { ready: undefined, soonest };
}

function jumpsAWarning(context: LadderContext, rung: Rung, ahead: readonly Rung[]): boolean {
  if (ahead.some((other) => other.index < rung.index && other.step.mustPrecede !== undefined)) return true;
  const warned = new Set(context.account.dunning.position.map((done) => done.step));
  return warningsFor(context, rung.step).some((warning) => !warned.has(warning.step.key));
}
