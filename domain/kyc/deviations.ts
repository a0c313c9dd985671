import type { Day } from '../calendar/day.ts';
import type { UsageStatement } from '../usage/usage-history.ts';

export type DeviationKind = 'region' | 'service' | 'spend' | 'budget' | 'masterData';

/** Something that was not as agreed with the customer. `occurrence` is the same for the same thing however often it is seen. */
export interface Deviation {
  readonly kind: DeviationKind;
  readonly occurrence: string;
  /** The region, the service, the month, or what was changed. */
  readonly subject: string;
  readonly on: Day;
}

/** What the customer said it needs; nothing said about a thing means that nothing of it deviates. */
export interface Expectations {
  readonly services: readonly string[];
  readonly regions: readonly string[];
  /** Minor units a month. */
  readonly monthlySpend: bigint | null;
  readonly monthlyBudget: bigint | null;
}

/**
 * What is expected, with what the customer has announced. Nothing said means that nothing deviates; a project that was announced
 * does not turn that around.
 */
export function spokenOf(expected: readonly string[], announced: readonly string[]): readonly string[] {
  return expected.length === 0 ? [] : [...expected, ...announced];
}

/**
 * What of one month's consumption is outside what was agreed (practices 7 and 19): a region or a service that nobody spoke of,
 * more than the expected spend, more than the budget. A region that Microsoft does not tell deviates from nothing.
 * @param statements the latest of each day, in the order of days, all of one month
 */
export function usageDeviations(statements: readonly UsageStatement[], expected: Expectations): readonly Deviation[] {
  const found = new Map<string, Deviation>();
  const add = (deviation: Deviation): void => {
    if (!found.has(deviation.occurrence)) found.set(deviation.occurrence, deviation);
  };
  let spent = 0n;
  for (const { day, lines } of statements) {
    const month = day.slice(0, 7);
    for (const { region, service, cost } of lines) {
      spent += cost;
      if (cost <= 0n) continue;
      if (isOutside(region, expected.regions) && region !== 'unknown')
        add({ kind: 'region', occurrence: `region/${region}`, subject: region, on: day });
      if (isOutside(service, expected.services))
        add({ kind: 'service', occurrence: `service/${service}`, subject: service, on: day });
    }
    if (expected.monthlySpend !== null && spent > expected.monthlySpend)
      add({ kind: 'spend', occurrence: `spend/${month}`, subject: month, on: day });
    if (expected.monthlyBudget !== null && spent > expected.monthlyBudget)
      add({ kind: 'budget', occurrence: `budget/${month}`, subject: month, on: day });
  }
  return [...found.values()];
}

function isOutside(subject: string, agreed: readonly string[]): boolean {
  return agreed.length > 0 && !agreed.some((one) => one.toLowerCase() === subject.toLowerCase());
}
