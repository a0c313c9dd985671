import type { Day } from '../../domain/calendar/day.ts';
import { type Happened, lineOf } from './happened.ts';

/** One customer's day on which life and prediction differ; each line is one thing that the other side lacks. */
export interface Difference {
  readonly customer: string;
  readonly day: Day;
  readonly predicted: readonly string[];
  readonly happened: readonly string[];
}

/** Compares by customer and day, everything on both sides; empty when they agree. The earliest difference comes first. */
export function compareWithPrediction(
  predicted: readonly Happened[],
  happened: readonly Happened[],
): readonly Difference[] {
  const onlyPredicted = without(predicted, happened);
  const onlyHappened = without(happened, predicted);
  const days = Map.groupBy([...onlyPredicted, ...onlyHappened], (one) => `${one.day} ${one.customer}`);
  return [...days.values()]
    .flatMap(([one]) => (one === undefined ? [] : [one]))
    .map(({ customer, day }) => ({
      customer,
      day,
      predicted: linesAt(onlyPredicted, customer, day),
      happened: linesAt(onlyHappened, customer, day),
    }))
    .toSorted((a, b) => (`${a.day} ${a.customer}` < `${b.day} ${b.customer}` ? -1 : 1));
}

/** The first differences with both sides, for a person. */
export function describeDifferences(differences: readonly Difference[], most = 10): string {
  const sides = (lines: readonly string[]) => (lines.length === 0 ? 'nothing' : lines.join('; '));
  const lines = differences
    .slice(0, most)
    .map(
      ({ customer, day, predicted, happened }) =>
        `  ${day} ${customer}\n    predicted: ${sides(predicted)}\n    happened:  ${sides(happened)}`,
    );
  const rest = differences.length - most;
  return [...lines, ...(rest > 0 ? [`  … and ${rest} more`] : [])].join('\n');
}

/** What is in `list` more often than in `other`. */
function without(list: readonly Happened[], other: readonly Happened[]): readonly Happened[] {
  const counts = new Map<string, number>();
  for (const one of other) counts.set(lineOf(one), (counts.get(lineOf(one)) ?? 0) + 1);
  return list.filter((one) => {
    const left = counts.get(lineOf(one)) ?? 0;
    counts.set(lineOf(one), left - 1);
    return left <= 0;
  });
}

function linesAt(list: readonly Happened[], customer: string, day: Day): readonly string[] {
  return list
    .filter((one) => one.customer === customer && one.day === day)
    .map(({ what, which }) => `${what} ${which}`)
    .toSorted();
}
