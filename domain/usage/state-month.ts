import type { Day, Instant } from '../calendar/day.ts';
import { UNKNOWN_REGION, type UsageLine, type UsageStatement } from './usage-history.ts';

/** What one service and kind of resource has cost in the running month so far. Minor units. */
export interface MonthFigure {
  readonly service: string;
  readonly kind: string;
  readonly total: bigint;
}

const partOf = ({ service, kind }: Pick<UsageLine, 'service' | 'kind'>) => JSON.stringify([service, kind]);
const lineOf = ({ region, service, kind }: Omit<UsageLine, 'cost' | 'night'>) =>
  JSON.stringify([region, service, kind]);

/**
 * Makes days out of figures that Microsoft gives for the month so far (contract §8.2): what a part has cost more than all
 * its known days belongs to `day`, its region unknown; what it has cost less was stated too high before and is taken off, first
 * what has no region, then the latest days. Answers with the days that are stated anew, whole. Afterwards the days of the month
 * add up to the figures.
 * @param known the statement that holds for each day of the month, in any order
 * @param day the newest day that the figures can speak of
 */
export function stateMonth(
  known: readonly UsageStatement[],
  figures: readonly MonthFigure[],
  day: Day,
  knownAt: Instant,
): readonly UsageStatement[] {
  const days = new Map(known.map(({ day: of, lines }) => [of, new Map(lines.map((line) => [lineOf(line), line]))]));
  const totals = new Map(figures.map((figure) => [partOf(figure), figure]));
  for (const lines of days.values()) {
    // A part that has gone from the figures costs nothing any more.
    for (const line of lines.values()) {
      const { service, kind } = line;
      if (!totals.has(partOf(line))) totals.set(partOf(line), { service, kind, total: 0n });
    }
  }
  const changed = new Set<Day>();
  const put = (of: Day, line: UsageLine): void => {
    const lines = days.get(of) ?? new Map<string, UsageLine>();
    lines.set(lineOf(line), line);
    days.set(of, lines);
    changed.add(of);
  };
  for (const [part, { service, kind, total }] of totals) {
    const before = [...days].flatMap(([of, lines]) =>
      [...lines.values()].filter((line) => partOf(line) === part).map((line) => ({ of, line })),
    );
    let difference = total - before.reduce((sum, { line }) => sum + line.cost, 0n);
    const guessed = ({ line }: { readonly line: UsageLine }): boolean => line.region === UNKNOWN_REGION;
    const today = before.find((one) => one.of === day && guessed(one))?.line.cost ?? 0n;
    if (difference > 0n) put(day, { region: UNKNOWN_REGION, service, kind, cost: today + difference, night: null });
    const latest = before.toSorted((a, b) => Number(guessed(b)) - Number(guessed(a)) || (a.of < b.of ? 1 : -1));
    for (const { of, line } of latest) {
      if (difference >= 0n) break;
      const off = line.cost < -difference ? line.cost : -difference;
      put(of, { ...line, cost: line.cost - off });
      difference += off;
    }
  }
  return [...changed].toSorted().map((of) => ({ day: of, knownAt, lines: [...(days.get(of)?.values() ?? [])] }));
}
