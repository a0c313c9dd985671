import { DAYS, FIRST_DAY, MS_PER_HOUR, textOf, WARM_UP_DAYS } from './calendar.ts';
import { type Chance, chanceOf } from './chance.ts';
import type { Consumption } from './consumption.ts';
import { type Customer, habitOn, inventCustomer, minorOf } from './customer.ts';
import type { Agreement, Deed } from './happening.ts';
import { honestDeeds } from './honest-deeds.ts';
import { honestHappenings } from './honest-happenings.ts';
import { incidentsOf } from './incidents/incidents-of.ts';
import type { AgreedWithCustomer, LabelledCustomer, Line, Statement } from './labelled-customer.ts';
import { tellingsOf } from './statements.ts';
import { Trace } from './trace.ts';

/**
 * A labelled year of `customers` invented customers, one after the other: each is made when it is asked for. The same seed makes
 * the same year, and a customer is the same in a smaller world.
 */
export function* watchedYear(seed: number, customers: number): Generator<LabelledCustomer> {
  for (let index = 0; index < customers; index += 1) yield liveYear(chanceOf(seed, `customer ${index}`), index);
}

function liveYear(chance: Chance, index: number): LabelledCustomer {
  const customer = inventCustomer(chance, index);
  const happenings = honestHappenings(customer, chance);
  const plain = honestDeeds(customer, chance);
  const traces = incidentsOf(customer, chance).map((incident) => new Trace(incident));
  const statements: Statement[] = [];
  for (let day = FIRST_DAY - WARM_UP_DAYS; day < FIRST_DAY + DAYS; day += 1) {
    const honest = [...habitOn(customer, day, chance), ...happenings.flatMap((happening) => happening.costOn(day))];
    const sums = new Map<string, SummedLine>();
    for (const part of honest) addTo(sums, part, undefined);
    for (const trace of traces) for (const part of trace.incident.costOn(day)) addTo(sums, part, trace);
    const lines = [...sums.values()];
    for (const telling of tellingsOf(day, chance)) {
      const told = lines.filter((_, line) => telling.holds(line));
      statements.push({
        day: textOf(day),
        knownAt: telling.knownAt,
        lines: told.map((line) => stated(customer, line, telling.factor)),
      });
      for (const { stolen } of told) for (const [trace, cost] of stolen) trace.told(day, telling.knownAt, cost);
    }
  }
  const log = (deed: Deed) => ({
    ...deed,
    id: chance.name('record'),
    at: Math.round(deed.at),
    knownAt: Math.round(deed.at + delayOf(chance)),
  });
  const honestLog = [...plain.deeds, ...happenings.flatMap(({ deeds }) => deeds)].map(log);
  const theirs = traces.flatMap((trace) =>
    trace.incident.deeds.map((deed) => {
      const record = log(deed);
      trace.logged(deed, record.knownAt);
      return record;
    }),
  );
  const agreements = [...plain.agreements, ...happenings.flatMap((happening) => happening.agreements)];
  return {
    watched: {
      id: customer.id,
      currency: customer.currency,
      timeZone: customer.timeZone,
      budget: minorOf(customer, customer.budget),
      statements: statements.toSorted((a, b) => a.knownAt - b.knownAt),
      activity: [...honestLog, ...theirs].toSorted((a, b) => a.knownAt - b.knownAt),
      agreed: agreements.map((agreement) => agreedOf(customer, agreement)),
    },
    labels: traces.map((trace) => trace.label(customer)),
  };
}

interface SummedLine extends Consumption {
  cost: number;
  night: number;
  readonly stolen: Map<Trace, number>;
}

function addTo(sums: Map<string, SummedLine>, part: Consumption, trace: Trace | undefined): void {
  const key = `${part.region}/${part.service}/${part.kind}`;
  let line = sums.get(key);
  if (line === undefined) sums.set(key, (line = { ...part, cost: 0, night: 0, stolen: new Map() }));
  line.cost += part.cost;
  line.night += part.cost * part.nightShare;
  if (trace !== undefined) line.stolen.set(trace, (line.stolen.get(trace) ?? 0) + part.cost);
  trace?.touches(part);
}

function stated(customer: Customer, line: SummedLine, factor: number): Line {
  const { region, service, kind } = line;
  const night = customer.hoursKnown ? minorOf(customer, line.night * factor) : null;
  return { region, service, kind, cost: minorOf(customer, line.cost * factor), night };
}

/** Logs come within hours, a few within a day. */
function delayOf(chance: Chance): number {
  return (chance.happens(0.03) ? chance.between(3, 24) : chance.between(0.25, 3)) * MS_PER_HOUR;
}

function agreedOf(customer: Customer, agreement: Agreement): AgreedWithCustomer {
  const span = {
    subject: agreement.subject,
    knownAt: agreement.knownAt,
    from: textOf(agreement.from),
    until: textOf(agreement.until),
  };
  return agreement.kind === 'administrator'
    ? { ...span, kind: agreement.kind }
    : { ...span, kind: agreement.kind, daily: minorOf(customer, agreement.daily) };
}
