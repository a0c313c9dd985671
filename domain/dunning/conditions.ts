import { addDays, type Day } from '../calendar/day.ts';
import type { PolicyStep } from '../policy/policy.ts';
import type { Standing } from '../receivables/standing.ts';

/**
 * Whether a step's `when` holds. `fromDay` is the day from which its age lets it, whether that day has come or not: the same
 * answer the day before and on the day itself, so that what is looked for is what is found. Null when nothing has to
 * age, or when only a change of the debt could let it.
 */
export interface ConditionAnswer {
  readonly holds: boolean;
  readonly because: 'minimumDebt' | 'minimumCount' | 'minimumAgeDays' | null;
  readonly fromDay: Day | null;
}

const HOLDS: ConditionAnswer = Object.freeze({ holds: true, because: null, fromDay: null });

/**
 * All conditions of `when` must hold: unpaid invoices, their collectible sum, age of the oldest (api-surface, "Policy
 * document"). Unpaid means overdue and collectible; for a step before the due day it is what falls due then.
 */
export function checkConditions(step: PolicyStep, view: Standing): ConditionAnswer {
  const { when } = step;
  if (when === undefined) return HOLDS;
  if (when.minimumDebt !== undefined && view.collectible < when.minimumDebt.minor) {
    return { holds: false, because: 'minimumDebt', fromDay: null };
  }
  if (when.minimumCount !== undefined && view.collectibleCount < when.minimumCount) {
    return { holds: false, because: 'minimumCount', fromDay: null };
  }
  if (when.minimumAgeDays === undefined || view.anchor === null) return HOLDS;
  const fromDay = addDays(view.anchor, when.minimumAgeDays);
  return view.today < fromDay
    ? { holds: false, because: 'minimumAgeDays', fromDay }
    : { holds: true, because: null, fromDay };
}
