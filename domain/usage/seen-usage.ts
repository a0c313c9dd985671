import { addDays, type Day, daysBetween, type Instant } from '../calendar/day.ts';
import { parseEpochDay } from '../calendar/epoch-day.ts';
import { UNKNOWN_REGION, type UsageHistory, type UsageStatement } from './usage-history.ts';

/** A sum for each day of a `SeenUsage`, by its place there; 0n where a day is not known. Minor units. */
export type Series = readonly bigint[];

/** A customer's usage as it was known at one instant, by day: what the rules and the forecast look at. */
export interface SeenUsage {
  /** The day at place 0; the others follow without a gap. */
  readonly firstDay: Day;
  /** The statement that holds for each day; undefined where none was known. */
  readonly statements: readonly (UsageStatement | undefined)[];
  readonly whole: Series;
  /** Undefined unless every known line of every day has its part by night. */
  readonly night: Series | undefined;
  /** Without what has no region yet. */
  readonly regions: ReadonlyMap<string, Series>;
  readonly services: ReadonlyMap<string, Series>;
  /** By `service / kind`. */
  readonly kinds: ReadonlyMap<string, Series>;
}

/**
 * Folds what was known of the days from `firstDay` to `lastDay` at `knownUpTo`. Of the statements of one day the one that became
 * known last holds; of two that came at one instant the dearer, as seeing too little is the worse mistake. The order in
 * which they are given does not matter.
 */
export function seeUsage(history: UsageHistory, knownUpTo: Instant, firstDay: Day, lastDay: Day): SeenUsage {
  const length = daysBetween(firstDay, lastDay) + 1;
  const first = epochDayOf(firstDay);
  const statements = Array<UsageStatement | undefined>(length).fill(undefined);
  for (const statement of history.statements) {
    if (statement.knownAt > knownUpTo || statement.day < firstDay || statement.day > lastDay) continue;
    const place = epochDayOf(statement.day) - first;
    const other = statements[place];
    if (other === undefined || replaces(statement, other)) statements[place] = statement;
  }
  const nothing = (): bigint[] => Array<bigint>(length).fill(0n);
  const whole = nothing();
  const night = nothing();
  const regions = new Map<string, bigint[]>();
  const services = new Map<string, bigint[]>();
  const kindsOf = new Map<string, Map<string, bigint[]>>();
  let hoursKnown = true;
  const put = (series: Map<string, bigint[]>, name: string, place: number, cost: bigint): void => {
    let sums = series.get(name);
    if (sums === undefined) series.set(name, (sums = nothing()));
    sums[place] = (sums[place] ?? 0n) + cost;
  };
  for (const [place, statement] of statements.entries()) {
    for (const line of statement?.lines ?? []) {
      whole[place] = (whole[place] ?? 0n) + line.cost;
      if (line.night === null) hoursKnown = false;
      else night[place] = (night[place] ?? 0n) + line.night;
      if (line.region !== UNKNOWN_REGION) put(regions, line.region, place, line.cost);
      put(services, line.service, place, line.cost);
      let kinds = kindsOf.get(line.service);
      if (kinds === undefined) kindsOf.set(line.service, (kinds = new Map()));
      put(kinds, line.kind, place, line.cost);
    }
  }
  // Named after the folding: a name for each line would cost more than all the sums.
  const kinds = new Map(
    [...kindsOf].flatMap(([service, its]) => [...its].map(([kind, sums]) => [`${service} / ${kind}`, sums] as const)),
  );
  return { firstDay, statements, whole, night: hoursKnown ? night : undefined, regions, services, kinds };
}

/** The day at a place of `seen`. */
export function dayAtPlace(seen: SeenUsage, place: number): Day {
  return addDays(seen.firstDay, place);
}

function epochDayOf(day: Day): number {
  const counted = parseEpochDay(day);
  if (counted === undefined) throw new RangeError(`not a calendar day: ${day}`);
  return counted;
}

function replaces(statement: UsageStatement, other: UsageStatement): boolean {
  if (statement.knownAt !== other.knownAt) return statement.knownAt > other.knownAt;
  return costOf(statement) > costOf(other);
}

function costOf({ lines }: UsageStatement): bigint {
  return lines.reduce((sum, { cost }) => sum + cost, 0n);
}
