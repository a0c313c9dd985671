import { DAYS, FIRST_DAY, MS_PER_HOUR, textOf, WARM_UP_DAYS } from './calendar.ts';
import { type Chance, chanceOf } from './chance.ts';
import type { Consumption } from './consumption.ts';
import { type Customer, habitOn, inventCustomer } from './customer.ts';
import type { Agreement, Deed, Incident, IncidentKind } from './happening.ts';
import { honestDeeds } from './honest-deeds.ts';
import { honestHappenings } from './honest-happenings.ts';
import { incidentsOf } from './incidents/incidents-of.ts';
import { tellingsOf } from './statements.ts';

/** What a watcher may see of one customer. Money is in minor units, days are `YYYY-MM-DD`, instants epoch milliseconds. */
export interface WatchedCustomer {
  readonly id: string;
  readonly currency: string;
  readonly timeZone: string;
  /** Monthly budget. */
  readonly budget: bigint;
  /** By the time at which they became known. */
  readonly statements: readonly Statement[];
  readonly activity: readonly (Deed & { readonly id: string; readonly knownAt: number })[];
  readonly agreed: readonly AgreedWithCustomer[];
}

interface Statement {
  readonly day: string;
  readonly knownAt: number;
  readonly lines: readonly Line[];
}

interface Line {
  readonly region: string;
  readonly service: string;
  readonly kind: string;
  readonly cost: bigint;
  readonly night: bigint | null;
}

type AgreedWithCustomer =
  | { readonly kind: 'region' | 'service'; readonly subject: string; readonly daily: bigint; readonly from: string; readonly until: string; readonly knownAt: number }
  | { readonly kind: 'administrator'; readonly subject: string; readonly from: string; readonly until: string; readonly knownAt: number };

/** The truth about one incident. Nothing that watches may read it. */
export interface IncidentLabel {
  readonly kind: IncidentKind;
  readonly firstDay: string;
  readonly lastDay: string;
  /** When the first record or the first cost of it could be known. */
  readonly firstKnownAt: number;
  /** When a record of it, or a cost of 500 zlotys in all, could be known; undefined when that never was so. */
  readonly materialAt: number | undefined;
  /** Regions, services, kinds, users and groups in which it shows. */
  readonly touches: readonly string[];
  /** What it cost in all, minor units. */
  readonly cost: bigint;
}

/** A customer's year and, apart from it, the truth. */
export interface LabelledCustomer {
  readonly watched: WatchedCustomer;
  readonly labels: readonly IncidentLabel[];
}

/** A cost of less than this is no matter yet, in zlotys. */
const MATERIAL = 500;

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
  const log = (deed: Deed, id: string) => ({ ...deed, id, knownAt: deed.at + delayOf(chance) });
  const honestLog = [...plain.deeds, ...happenings.flatMap(({ deeds }) => deeds)].map((deed, at) => log(deed, `h${at}`));
  const theirs = traces.flatMap((trace, which) =>
    trace.incident.deeds.map((deed, at) => {
      const record = log(deed, `i${which}-${at}`);
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

function minorOf({ minorPerZloty }: Customer, zlotys: number): bigint {
  return BigInt(Math.round(zlotys * minorPerZloty));
}

/** Logs come within hours, a few within a day. */
function delayOf(chance: Chance): number {
  return (chance.happens(0.03) ? chance.between(3, 24) : chance.between(0.25, 3)) * MS_PER_HOUR;
}

function agreedOf(customer: Customer, agreement: Agreement): AgreedWithCustomer {
  const span = { subject: agreement.subject, knownAt: agreement.knownAt, from: textOf(agreement.from), until: textOf(agreement.until) };
  return agreement.kind === 'administrator'
    ? { ...span, kind: agreement.kind }
    : { ...span, kind: agreement.kind, daily: minorOf(customer, agreement.daily) };
}

/** Follows what of an incident could be known when. */
class Trace {
  readonly incident: Incident;
  readonly #touched = new Set<string>();
  readonly #tellings: { day: number; knownAt: number; cost: number }[] = [];
  readonly #logged: number[] = [];

  constructor(incident: Incident) {
    this.incident = incident;
  }

  touches({ region, service, kind }: Consumption): void {
    this.#touched.add(region).add(service).add(`${service} / ${kind}`);
  }

  told(day: number, knownAt: number, cost: number): void {
    this.#tellings.push({ day, knownAt, cost });
  }

  logged({ actor, subject }: Deed, knownAt: number): void {
    this.#touched.add(actor).add(subject);
    this.#logged.push(knownAt);
  }

  label(customer: Customer): IncidentLabel {
    const { kind, firstDay, lastDay } = this.incident;
    const tellings = this.#tellings.toSorted((a, b) => a.knownAt - b.knownAt);
    const days = new Map<number, number>();
    let material: number | undefined;
    for (const { day, knownAt, cost } of tellings) {
      days.set(day, cost);
      const sum = [...days.values()].reduce((all, one) => all + one, 0);
      if (material === undefined && sum >= MATERIAL) material = knownAt;
    }
    const logged = this.#logged.length === 0 ? [] : [Math.min(...this.#logged)];
    const materialAt = [...logged, ...(material === undefined ? [] : [material])];
    return {
      kind,
      firstDay: textOf(firstDay),
      lastDay: textOf(lastDay),
      firstKnownAt: Math.min(...logged, ...tellings.slice(0, 1).map(({ knownAt }) => knownAt)),
      materialAt: materialAt.length === 0 ? undefined : Math.min(...materialAt),
      touches: [...this.#touched],
      cost: minorOf(customer, [...days.values()].reduce((all, one) => all + one, 0)),
    };
  }
}
