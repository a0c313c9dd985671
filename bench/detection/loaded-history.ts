import type { UsageHistory } from '../../domain/usage/usage-history.ts';
import type { LabelledCustomer } from '../../simulators/watched-year/labelled-customer.ts';

const MS_PER_DAY = 86_400_000;

/**
 * The part of a history that a round loads. It reaches beyond the round, so that the watch itself must leave out what is not known.
 * Without hours: the invented world has them, none of Microsoft's figures does, and what the product cannot see counts for nothing.
 */
export function loadedAt(history: LabelledCustomer['watched'], at: number): UsageHistory {
  return {
    ...history,
    statements: between(history.statements, at - 60 * MS_PER_DAY, at + 2 * MS_PER_DAY).map(withoutHours),
    activity: between(history.activity, at - 120 * MS_PER_DAY, at + 2 * MS_PER_DAY),
  };
}

function withoutHours<T extends { readonly lines: readonly object[] }>(statement: T): T {
  return { ...statement, lines: statement.lines.map((line) => ({ ...line, night: null })) };
}

/** `known` is sorted by when it became known. */
function between<T extends { readonly knownAt: number }>(
  known: readonly T[],
  from: number,
  until: number,
): readonly T[] {
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
