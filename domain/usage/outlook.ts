import type { Day } from '../calendar/day.ts';
import type { MonthForecast } from './forecast.ts';

/** What a customer's usage must stay within, minor units of the forecast's currency; null where there is no such limit. */
export interface SpendingLimits {
  /** The month's budget, estimated before tax and credits (contract §8.1). It informs and stops nothing (practice 61). */
  readonly budget: bigint | null;
  /** Prepaid money that is left for what is consumed from the month's first day on (practice 25). */
  readonly prepaid: bigint | null;
  /** Credit limit, and the exposure at which the customer stands now, the month's usage so far included. */
  readonly credit: { readonly limit: bigint; readonly exposure: bigint } | null;
}

/** Where the month goes against one limit. */
export interface LimitOutlook {
  /** `over` now, `likelyOver` by the expected figure, `maybeOver` by the high one, else `within`. */
  readonly state: 'within' | 'maybeOver' | 'likelyOver' | 'over';
  /** What is left at the month's end if it goes as expected; negative when it does not suffice. */
  readonly leftAtEnd: bigint;
  /** The day on which it is expected to be passed; null when not in this month, the newest known day when it is passed. */
  readonly passedOn: Day | null;
}

export type SpendingOutlook = { readonly [limit in keyof SpendingLimits]: LimitOutlook | null };

/** Compares a month's forecast with budget, prepaid balance and credit limit. */
export function spendingOutlook(forecast: MonthForecast, limits: SpendingLimits): SpendingOutlook {
  const against = (left: bigint | undefined): LimitOutlook | null =>
    left === undefined ? null : limitOutlook(forecast, left);
  return {
    budget: against(limits.budget === null ? undefined : limits.budget - forecast.soFar),
    prepaid: against(limits.prepaid === null ? undefined : limits.prepaid - forecast.soFar),
    credit: against(limits.credit === null ? undefined : limits.credit.limit - limits.credit.exposure),
  };
}

/** `left` is what may still be consumed from the newest known day on. */
function limitOutlook({ soFar, expected, high, knownUntil, ahead }: MonthForecast, left: bigint): LimitOutlook {
  const leftAtEnd = left - (expected - soFar);
  if (left < 0n) return { state: 'over', leftAtEnd, passedOn: knownUntil };
  let rest = left;
  const passing = ahead.find(({ cost }) => (rest -= cost) < 0n);
  const state = leftAtEnd < 0n ? 'likelyOver' : left - (high - soFar) < 0n ? 'maybeOver' : 'within';
  return { state, leftAtEnd, passedOn: passing?.day ?? null };
}
