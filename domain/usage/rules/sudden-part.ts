import type { Finding, RuleName } from '../finding.ts';
import type { Look } from '../look.ts';
import type { Series } from '../seen-usage.ts';
import { unexplained, usageFinding } from '../usage-finding.ts';

/** What regions, services and kinds have in common: one that was hardly used before costs money on a judged day. */
export function suddenPart(
  look: Look,
  rule: RuleName,
  practice: number,
  parts: ReadonlyMap<string, Series>,
): readonly Finding[] {
  const { settings } = look;
  return look.judged.flatMap(({ place }) =>
    [...parts].flatMap(([subject, series]) => {
      const cost = unexplained(look, series, place);
      if (cost === 0n) return [];
      const from = Math.max(0, place - settings.comparedDays);
      const used = dearestBetween(series, from, place - LATELY_DAYS);
      if (used * 100n > cost * BigInt(settings.suddenBelowPercent)) return [];
      return usageFinding(look, {
        rule,
        practice,
        place,
        subject,
        excess: cost - used,
        why: { cost, dearestBefore: used, daysCompared: place - from },
      });
    }),
  );
}

/**
 * The first day of something new is often a short one. The two days just before are left out of the comparison, so that its first
 * whole day is still seen as new.
 */
const LATELY_DAYS = 2;

function dearestBetween(series: Series, from: number, until: number): bigint {
  let most = 0n;
  for (let place = from; place < until; place += 1) {
    const cost = series[place] ?? 0n;
    if (cost > most) most = cost;
  }
  return most;
}
