import { forecastMonth } from '../../domain/usage/forecast.ts';
import { spendingOutlook } from '../../domain/usage/outlook.ts';
import type { WatchedCustomer } from '../../simulators/watched-year/labelled-customer.ts';
import { readBy } from './looks.ts';

/** A month's forecast of one customer, made in its middle, beside how it ended. */
export interface ForecastOutcome {
  readonly inInterval: boolean;
  /** Whether the month ended over budget, and whether that was foretold. */
  readonly over: boolean;
  readonly foretold: boolean;
}

/** A forecast in the middle of each month but the last, which ends after the year; of a customer as it is read. */
export function forecastYear(watched: WatchedCustomer): ForecastOutcome[] {
  return Array.from({ length: 11 }, (_, month) => Date.UTC(2025, month, 15, 12)).flatMap((at) => {
    const forecast = forecastMonth(readBy(watched, at), at);
    if (forecast === undefined) return [];
    const real = costBetween(watched, forecast.from, forecast.until);
    const { budget } = spendingOutlook(forecast, { budget: watched.budget, prepaid: null, credit: null });
    return [
      {
        inInterval: forecast.low <= real && real <= forecast.high,
        over: real > watched.budget,
        foretold: budget?.state === 'over' || budget?.state === 'likelyOver',
      },
    ];
  });
}

/** What a span of days really cost: its last statements. */
function costBetween({ statements }: WatchedCustomer, from: string, until: string): bigint {
  const last = new Map(statements.filter(({ day }) => from <= day && day <= until).map((one) => [one.day, one]));
  return [...last.values()].flatMap(({ lines }) => lines).reduce((sum, { cost }) => sum + cost, 0n);
}
