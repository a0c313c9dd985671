import type { RatedUsage } from './rated-usage.ts';
import type { Day } from '../calendar/day.ts';
import type { UsageLine } from './usage-history.ts';
import { minorOfText } from './minor-of-text.ts';

/** What a resource used of a meter on a day. */
export interface DetailLine extends Pick<UsageLine, 'region' | 'service' | 'kind' | 'cost'> {
  readonly meter: string;
  readonly meterName: string | null;
  readonly resource: string | null;
  /** Decimal text. */
  readonly quantity: string;
  readonly unit: string | null;
}

export function detailLine(rated: RatedUsage): DetailLine {
  const { region, service, kind, meter, meterName, resource, quantity, unit, cost, currency } = rated;
  return { region, service, kind, meter, meterName, resource, quantity, unit, cost: minorOfText(cost, currency) };
}

/** By what the detail of a customer's usage is put together. */
export const USAGE_PARTS = ['service', 'region', 'meter', 'resource'] as const;

export type UsagePart = (typeof USAGE_PARTS)[number];

/** One part and what it cost; `name` is what a person calls it, where Microsoft says. */
export interface PartSum {
  readonly part: string;
  readonly name: string | null;
  readonly cost: bigint;
}

/** Sums lines by one of their parts, the dearest first. */
export function sumBy(part: UsagePart, lines: Iterable<DetailLine>): readonly PartSum[] {
  const sums = new Map<string, { part: string; name: string | null; cost: bigint }>();
  for (const line of lines) {
    const key = line[part] ?? 'unknown';
    const sum = sums.get(key) ?? { part: key, name: null, cost: 0n };
    sum.cost += line.cost;
    if (part === 'meter') sum.name ??= line.meterName;
    if (part === 'resource') sum.name ??= line.resource?.split('/').at(-1) ?? null;
    sums.set(key, sum);
  }
  return [...sums.values()].toSorted((a, b) =>
    a.cost === b.cost ? (a.part < b.part ? -1 : 1) : a.cost > b.cost ? -1 : 1,
  );
}

/** Days of which something else is stated than before; one that is not stated any more has no lines. */
export function changedDetail(
  known: readonly { readonly day: Day; readonly lines: readonly DetailLine[] }[],
  stated: ReadonlyMap<Day, readonly DetailLine[]>,
): readonly { readonly day: Day; readonly lines: readonly DetailLine[] }[] {
  const before = new Map(known.map(({ day, lines }) => [day, textOf(lines)]));
  return [...new Set([...before.keys(), ...stated.keys()])].flatMap((day) => {
    const lines = stated.get(day) ?? [];
    return before.get(day) === textOf(lines) ? [] : [{ day, lines }];
  });
}

/** The same for the same lines in whatever order. */
function textOf(lines: readonly DetailLine[]): string {
  const texts = lines.map(({ region, service, kind, meter, resource, quantity, cost }) =>
    JSON.stringify([region, service, kind, meter, resource, quantity, String(cost)]),
  );
  return texts.toSorted().join('\n');
}
