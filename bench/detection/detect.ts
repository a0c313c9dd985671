import { addDays } from '../../domain/calendar/day.ts';
import { forecastMonth } from '../../domain/usage/forecast.ts';
import type { Rule } from '../../domain/usage/look.ts';
import { spendingOutlook } from '../../domain/usage/outlook.ts';
import type { UsageHistory } from '../../domain/usage/usage-history.ts';
import { watch } from '../../domain/usage/watch.ts';
import { watchSettings } from '../../domain/usage/watch-settings.ts';
import { type IncidentLabel, type LabelledCustomer, watchedYear } from '../../simulators/watched-year/watched-year.ts';
import { CaseDesk, type Told } from './case-desk.ts';

/** A round a day, at noon UTC, when most of the figures of the day before are in. */
const FIRST_ROUND = Date.UTC(2025, 0, 1, 12);
const ROUNDS = 365;
const MS_PER_DAY = 86_400_000;
const MS_PER_HOUR = 3_600_000;

/** What became of one incident; hours from when its data could be known, undefined when it was never found. */
export interface IncidentOutcome {
  readonly kind: IncidentLabel['kind'];
  /** Since a record of it, or a cost that matters, could be known. */
  readonly hours: number | undefined;
  /** Since the very first record or cost of it. */
  readonly hoursFromFirst: number | undefined;
}

/** A month's forecast of one customer, made in its middle, beside how it ended. */
export interface ForecastOutcome {
  readonly inInterval: boolean;
  /** Whether the month ended over budget, and whether that was foretold. */
  readonly over: boolean;
  readonly foretold: boolean;
}

/** What a year of watching came to. */
export interface Detection {
  readonly customers: number;
  readonly customerDays: number;
  readonly incidents: readonly IncidentOutcome[];
  /** Cases in which nothing belongs to an incident, by the rule that spoke first. */
  readonly falseCases: ReadonlyMap<string, number>;
  readonly trueCases: number;
  /** Customer-days on which an incident went on. */
  readonly incidentDays: number;
  readonly forecasts: readonly ForecastOutcome[];
}

/** Lives a labelled year, customer by customer, a round a day. The rules see the watched part only; labels judge afterwards. */
export function detect(seed: number, customers: number, rules?: readonly Rule[]): Detection {
  const incidents: IncidentOutcome[] = [];
  const forecasts: ForecastOutcome[] = [];
  const falseCases = new Map<string, number>();
  let trueCases = 0;
  let incidentDays = 0;
  for (const customer of watchedYear(seed, customers)) {
    const told = watchYear(customer.watched, rules);
    for (const label of customer.labels) {
      incidents.push(outcomeOf(label, told));
      incidentDays += (Date.parse(label.lastDay) - Date.parse(label.firstDay)) / MS_PER_DAY + 1;
    }
    for (const number of new Set(told.map((one) => one.case))) {
      const ofCase = told.filter((one) => one.case === number);
      if (customer.labels.some((label) => ofCase.some((one) => matches(label, one)))) trueCases += 1;
      else {
        const rule = ofCase[0]?.fresh[0]?.rule ?? '';
        falseCases.set(rule, (falseCases.get(rule) ?? 0) + 1);
      }
    }
    forecasts.push(...forecastYear(customer));
  }
  const customerDays = customers * ROUNDS;
  return { customers, customerDays, incidents, falseCases, trueCases, incidentDays, forecasts };
}

function watchYear(history: LabelledCustomer['watched'], rules: readonly Rule[] | undefined): Told[] {
  const settings = watchSettings(history.currency);
  const desk = new CaseDesk(settings);
  return Array.from({ length: ROUNDS }, (_, round) => FIRST_ROUND + round * MS_PER_DAY).flatMap(
    (at) => desk.take(at, watch(around(history, at), at, settings, rules)) ?? [],
  );
}

/** The part of a history that a round loads. It reaches beyond the round, so that the watch itself must leave out what is not known. */
function around(history: LabelledCustomer['watched'], at: number): UsageHistory {
  return {
    ...history,
    statements: between(history.statements, at - 60 * MS_PER_DAY, at + 2 * MS_PER_DAY),
    activity: between(history.activity, at - 120 * MS_PER_DAY, at + 2 * MS_PER_DAY),
  };
}

/** `known` is sorted by when it became known. */
function between<T extends { readonly knownAt: number }>(known: readonly T[], from: number, until: number): readonly T[] {
  const firstAfter = (instant: number): number => {
    let low = 0;
    let high = known.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((known[middle]?.knownAt ?? 0) <= instant) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return known.slice(firstAfter(from), firstAfter(until));
}

function outcomeOf(label: IncidentLabel, told: readonly Told[]): IncidentOutcome {
  const found = told.find((one) => matches(label, one))?.at;
  const since = (instant: number | undefined): number | undefined =>
    found === undefined || instant === undefined ? undefined : Math.max(0, found - instant) / MS_PER_HOUR;
  return { kind: label.kind, hours: since(label.materialAt), hoursFromFirst: since(label.firstKnownAt) };
}

/** Whether what was told speaks of the incident: of its days, and of something it touched or of the whole. */
function matches({ firstDay, lastDay, touches }: IncidentLabel, { fresh }: Told): boolean {
  const until = addDays(lastDay, 1);
  return fresh.some(
    ({ day, subject }) => firstDay <= day && day <= until && (subject === 'all' || touches.includes(subject)),
  );
}

/** A forecast in the middle of each month but the last, which ends after the year. */
function forecastYear({ watched }: LabelledCustomer): ForecastOutcome[] {
  return Array.from({ length: 11 }, (_, month) => Date.UTC(2025, month, 15, 12)).flatMap((at) => {
    const forecast = forecastMonth(around(watched, at), at);
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
function costBetween({ statements }: LabelledCustomer['watched'], from: string, until: string): bigint {
  const last = new Map(statements.filter(({ day }) => from <= day && day <= until).map((one) => [one.day, one]));
  return [...last.values()].flatMap(({ lines }) => lines).reduce((sum, { cost }) => sum + cost, 0n);
}
