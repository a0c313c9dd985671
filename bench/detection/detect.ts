import { addDays } from '../../domain/calendar/day.ts';
import { MS_PER_DAY } from '../../domain/calendar/epoch-day.ts';
import type { Rule } from '../../domain/usage/look.ts';
import { watch } from '../../domain/usage/watch.ts';
import { watchSettings } from '../../domain/usage/watch-settings.ts';
import type { IncidentLabel, LabelledCustomer } from '../../simulators/watched-year/labelled-customer.ts';
import { watchedYear } from '../../simulators/watched-year/watched-year.ts';
import { type Case, CaseDesk, type Told } from './case-desk.ts';
import { type ForecastOutcome, forecastYear } from './forecast-year.ts';
import { asRead, looksAt } from './looks.ts';

const BEGIN = Date.UTC(2025, 0, 1);
const END = Date.UTC(2026, 0, 1);
const MS_PER_HOUR = 3_600_000;

/** What became of one incident; hours from when its data could be known, undefined when it was never found. */
export interface IncidentOutcome {
  readonly kind: IncidentLabel['kind'];
  /** Since a record of it, or a cost that matters, could be known. */
  readonly hours: number | undefined;
  /** Since the very first record or cost of it. */
  readonly hoursFromFirst: number | undefined;
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

/** Lives a labelled year, customer by customer. The rules see the watched part only; labels judge afterwards. */
export function detect(seed: number, customers: number, rules?: readonly Rule[]): Detection {
  const incidents: IncidentOutcome[] = [];
  const forecasts: ForecastOutcome[] = [];
  const falseCases = new Map<string, number>();
  let trueCases = 0;
  let incidentDays = 0;
  for (const invented of watchedYear(seed, customers)) {
    const customer = { ...invented, watched: asRead(invented.watched) };
    const cases = watchYear(customer, rules);
    const told = cases.flat();
    for (const label of customer.labels) {
      incidents.push(outcomeOf(label, told));
      incidentDays += (Date.parse(label.lastDay) - Date.parse(label.firstDay)) / MS_PER_DAY + 1;
    }
    for (const one of cases) {
      if (isJustified(customer, one)) trueCases += 1;
      else {
        const rule = one[0].fresh[0]?.rule ?? '';
        falseCases.set(rule, (falseCases.get(rule) ?? 0) + 1);
      }
    }
    forecasts.push(...forecastYear(customer.watched));
  }
  const customerDays = (customers * (END - BEGIN)) / MS_PER_DAY;
  return { customers, customerDays, incidents, falseCases, trueCases, incidentDays, forecasts };
}

function watchYear(customer: LabelledCustomer, rules: readonly Rule[] | undefined): readonly Case[] {
  const settings = watchSettings(customer.watched.currency);
  const desk = new CaseDesk(settings, (one) => isJustified(customer, one));
  for (const { at, history } of looksAt(customer.watched, BEGIN, END))
    desk.take(at, watch(history, at, settings, rules));
  return desk.cases;
}

function outcomeOf(label: IncidentLabel, told: readonly Told[]): IncidentOutcome {
  const found = told.find((one) => matches(label, one))?.at;
  const since = (instant: number | undefined): number | undefined =>
    found === undefined || instant === undefined ? undefined : Math.max(0, found - instant) / MS_PER_HOUR;
  return { kind: label.kind, hours: since(label.materialAt), hoursFromFirst: since(label.firstKnownAt) };
}

function isJustified({ labels }: LabelledCustomer, one: Case): boolean {
  return one.some((told) => labels.some((label) => matches(label, told)));
}

/** Whether what was told speaks of the incident: of its days, and of something it touched or of the whole. */
function matches({ firstDay, lastDay, touches }: IncidentLabel, { fresh }: Told): boolean {
  const until = addDays(lastDay, 1);
  return fresh.some(
    ({ day, subject }) => firstDay <= day && day <= until && (subject === 'all' || touches.includes(subject)),
  );
}
