import type { Day, Instant } from '../calendar/day.ts';
import { UNKNOWN_REGION, type UsageLine, type UsageStatement } from './usage-history.ts';

/** What a resource type in a region cost on a day, as Microsoft rated it. */
export interface RatedPart extends Omit<UsageLine, 'night'> {
  readonly day: Day;
}

/**
 * Days of a month out of Microsoft's daily rated usage (contract §15.3), which knows the day and the region of everything and
 * comes about a day late. It replaces what was guessed from the month's figures; what they told and it does not tell yet goes to
 * `newest`, its region unknown. A day that is no longer rated costs nothing.
 *
 * Answers with the days that are stated anew, whole.
 * @param known the statement that holds for each day of the month
 * @param newest the day that takes what is not rated yet; null: nothing is to come, the month is over
 */
export function restateDays(
  known: readonly UsageStatement[],
  rated: readonly RatedPart[],
  newest: Day | null,
  knownAt: Instant,
): readonly UsageStatement[] {
  const days = new Map<Day, Map<string, UsageLine>>();
  const put = (day: Day, line: UsageLine): void => {
    const lines = days.get(day) ?? new Map<string, UsageLine>();
    const before = lines.get(keyOf(line));
    lines.set(keyOf(line), before === undefined ? line : { ...line, cost: before.cost + line.cost });
    days.set(day, lines);
  };
  for (const { day, ...part } of rated) put(day, { ...part, night: null });
  if (newest !== null)
    for (const part of openParts(known, rated))
      if (part.cost > 0n) put(newest, { ...part, region: UNKNOWN_REGION, night: null });
  const held = new Map(known.map((statement) => [statement.day, statement]));
  return [...new Set([...days.keys(), ...held.keys()])].toSorted().flatMap((day) => {
    const lines = [...(days.get(day)?.values() ?? [])];
    return same(lines, held.get(day)?.lines ?? []) ? [] : [{ day, knownAt, lines }];
  });
}

/** By service and kind: what the month's figures told beyond what is rated. */
function openParts(
  known: readonly UsageStatement[],
  rated: readonly RatedPart[],
): readonly Pick<UsageLine, 'service' | 'kind' | 'cost'>[] {
  const open = new Map<string, { service: string; kind: string; cost: bigint }>();
  const add = ({ service, kind }: Omit<UsageLine, 'night'>, cost: bigint): void => {
    const key = JSON.stringify([service, kind]);
    open.set(key, { service, kind, cost: (open.get(key)?.cost ?? 0n) + cost });
  };
  for (const line of known.flatMap(({ lines }) => lines)) add(line, line.cost);
  for (const part of rated) add(part, -part.cost);
  return [...open.values()];
}

const keyOf = ({ region, service, kind }: UsageLine): string => JSON.stringify([region, service, kind]);

function same(lines: readonly UsageLine[], others: readonly UsageLine[]): boolean {
  const costs = new Map(others.map((line) => [keyOf(line), line.cost]));
  return lines.length === others.length && lines.every((line) => costs.get(keyOf(line)) === line.cost);
}
