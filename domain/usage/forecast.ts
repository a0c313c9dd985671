import { addDays, dayAt, type Day, daysBetween, type Instant, monthOf, weekdayOf } from '../calendar/day.ts';
import { type SeenUsage, seeUsage } from './seen-usage.ts';
import type { UsageHistory } from './usage-history.ts';

/** Where a customer's usage of one month is heading. Minor units of the history's currency. */
export interface MonthForecast {
  readonly from: Day;
  /** The month's last day. */
  readonly until: Day;
  /** The newest day of which anything is known. */
  readonly knownUntil: Day;
  /** Known cost of the month so far. */
  readonly soFar: bigint;
  /** The whole month, as it goes on now. */
  readonly expected: bigint;
  /** Between these two the month ends four times out of five, judged by how the same forecast did in the last weeks. */
  readonly low: bigint;
  readonly high: bigint;
  /** What each day still unknown is expected to cost, in order. */
  readonly ahead: readonly { readonly day: Day; readonly cost: bigint }[];
}

/** Days that are looked at: a month to come, four weeks of trials, and four weeks to learn from before each. */
const LOOKED_AT_DAYS = 90;
const TRIALS = 28;
const WEEKS_LEARNT = 4;
/** By what the worst trials are widened: per cent, and thousandths. Together they make the interval hold four times out of five. */
const WIDER_PERCENT = 140n;
const MARGIN = 30n;

/**
 * Forecasts the month in which `knownUpTo` lies, in the customer's zone (practice 18). A day costs the median of its last four
 * weekdays, or, among the last three of a month, what it cost a month earlier if that was more. Undefined while less
 * than two weeks are known.
 */
export function forecastMonth(history: UsageHistory, knownUpTo: Instant): MonthForecast | undefined {
  const today = dayAt(knownUpTo, history.timeZone);
  const [from, until] = monthOf(today);
  const seen = seeUsage(history, knownUpTo, addDays(today, -LOOKED_AT_DAYS), until);
  const cut = seen.statements.findLastIndex((statement) => statement !== undefined) + 1;
  const known = seen.statements.reduce((count, statement) => (statement === undefined ? count : count + 1), 0);
  if (known < 14) return undefined;
  const monthAt = daysBetween(seen.firstDay, from);
  let soFar = 0n;
  let rest = 0n;
  const ahead: { day: Day; cost: bigint }[] = [];
  for (let place = monthAt; place < seen.whole.length; place += 1) {
    if (seen.statements[place] !== undefined) soFar += seen.whole[place] ?? 0n;
    else {
      const cost = expectedAt(seen, place, cut);
      rest += cost;
      ahead.push({ day: addDays(seen.firstDay, place), cost });
    }
  }
  const spread = trialsOf(seen, cut, ahead.length);
  return {
    from,
    until,
    knownUntil: addDays(seen.firstDay, cut - 1),
    soFar,
    expected: soFar + rest,
    low: soFar + (rest * spread.low) / 1000n,
    high: soFar + (rest * spread.high) / 1000n,
    ahead,
  };
}

/** What the day at `place` would cost, learnt from the days before `cut` only. */
function expectedAt(seen: SeenUsage, place: number, cut: number): bigint {
  const costs: bigint[] = [];
  for (let other = place - 7; other >= 0 && costs.length < WEEKS_LEARNT; other -= 7) {
    if (other < cut && seen.statements[other] !== undefined) costs.push(seen.whole[other] ?? 0n);
  }
  const usual = costs.toSorted((a, b) => (a < b ? -1 : Number(a > b)))[Math.floor(costs.length / 2)] ?? 0n;
  const day = addDays(seen.firstDay, place);
  const fromEnd = daysBetween(day, monthOf(day)[1]);
  if (fromEnd > 2) return usual;
  const lastMonthEnd = addDays(`${day.slice(0, 8)}01`, -1 - fromEnd);
  // A working day's closing says nothing about a day at a weekend.
  if (weekdayOf(day) >= 6 && weekdayOf(lastMonthEnd) < 6) return usual;
  const other = daysBetween(seen.firstDay, lastMonthEnd);
  const then = other >= 0 && other < cut ? (seen.whole[other] ?? 0n) : 0n;
  return then > usual ? then : usual;
}

/** How the forecast of up to `horizon` days would have done from each of the last four weeks' days, in thousandths. */
function trialsOf(seen: SeenUsage, cut: number, horizon: number): { low: bigint; high: bigint } {
  const shares: bigint[] = [];
  for (let trial = cut - 3; trial >= Math.max(WEEKS_LEARNT * 7, cut - TRIALS); trial -= 1) {
    const end = Math.min(cut, trial + Math.max(horizon, 3));
    let expected = 0n;
    let real = 0n;
    for (let place = trial; place < end; place += 1) {
      if (seen.statements[place] === undefined) continue;
      expected += expectedAt(seen, place, trial);
      real += seen.whole[place] ?? 0n;
    }
    if (expected > 0n) shares.push((real * 1000n) / expected);
  }
  // Without trials nothing is known about the error: half as much, or as much again.
  if (shares.length < 7) return { low: 500n, high: 2000n };
  const sorted = shares.toSorted((a, b) => (a < b ? -1 : Number(a > b)));
  const least = sorted[0] ?? 1000n;
  const most = sorted.at(-1) ?? 1000n;
  // The trials overlap, so that few of them are independent: their extremes are taken, and widened.
  const low = least < 1000n ? 1000n - ((1000n - least) * WIDER_PERCENT) / 100n : 1000n;
  const high = most > 1000n ? 1000n + ((most - 1000n) * WIDER_PERCENT) / 100n : 1000n;
  return { low: low > MARGIN ? low - MARGIN : 0n, high: high + MARGIN };
}
