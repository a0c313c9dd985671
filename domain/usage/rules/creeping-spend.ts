import type { Rule } from '../look.ts';
import type { Series } from '../seen-usage.ts';
import { usageFinding } from '../usage-finding.ts';

/** Weeks that are compared, this one first: each must be dearer than the one before it. */
const WEEKS = [0, 1, 2, 3, 4];

/**
 * Spending that grows a little every day, so that no day stands out: a week far dearer than four weeks earlier, with a rise in every
 * week between. A jump does not creep, and what was agreed does not count. Practice 18.
 */
export const creepingSpend: Rule = (look) => {
  const { settings, seen, explained } = look;
  // One answer a look is enough: the newest day stands for its week.
  const place = look.judged.at(-1)?.place;
  if (place === undefined) return [];
  const sums = WEEKS.map(
    (week) => weekSum(seen.whole, place - 7 * week) - (week === 0 ? weekSum(explained, place) : 0n),
  );
  const [last, , , , first] = sums;
  if (last === undefined || first === undefined || first === 0n) return [];
  const whole = Array.from({ length: 35 }, (_, back) => seen.statements[place - back]).every(
    (day) => day !== undefined,
  );
  const rises = sums.every((sum, week) => week === 0 || sum < (sums[week - 1] ?? 0n));
  if (!whole || !rises || last * 100n <= first * BigInt(settings.creepPercent)) return [];
  // No single week may bring most of the rise: that is a jump, and another rule's.
  const steps = sums.slice(1).map((sum, week) => (sums[week] ?? 0n) - sum);
  if (steps.some((step) => step * 100n > (last - first) * 60n)) return [];
  return usageFinding(look, {
    rule: 'creeping-spend',
    practice: 18,
    place,
    subject: 'all',
    excess: last - first,
    overDays: 7,
    why: { week: last, fourWeeksEarlier: first, limitPercent: settings.creepPercent },
  });
};

/** The seven days that end at `end`. */
function weekSum(series: Series, end: number): bigint {
  let sum = 0n;
  for (let place = end - 6; place <= end; place += 1) sum += series[place] ?? 0n;
  return sum;
}
