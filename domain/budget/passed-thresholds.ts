/** How a month's usage stands against the thresholds agreed with the customer. */
export interface PassedThresholds {
  /** Those that were passed and that nobody was told of, ascending. */
  readonly passed: readonly number[];
  /** The one to write about: the highest of them; null where there is nothing new. */
  readonly telling: number | null;
}

/**
 * Which thresholds the month so far has newly passed. Reaching one counts as passing it. Late usage may pass several at
 * once: the customer gets one letter, about the highest. A budget stops nothing (practice 61), and a restatement that falls
 * below a threshold takes back no letter.
 * @param used and `budget` in minor units of one currency
 * @param thresholds in per cent of the budget
 */
export function passedThresholds(
  used: bigint,
  budget: bigint,
  thresholds: readonly number[],
  told: ReadonlySet<number>,
): PassedThresholds {
  const highestTold = Math.max(0, ...told);
  const passed = thresholds
    .filter((percent) => used * 100n >= budget * BigInt(percent) && !told.has(percent) && percent > highestTold)
    .toSorted((one, other) => one - other);
  return { passed, telling: passed.at(-1) ?? null };
}
