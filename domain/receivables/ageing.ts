import { type Day, daysBetween } from '../calendar/day.ts';

export const AGEING_BUCKETS = ['current', '1-30', '31-60', '61-90', '90+'] as const;
export type AgeingBucketName = (typeof AGEING_BUCKETS)[number];

/** An open instalment as ageing sees it; `open` in minor units. */
export interface AgedItem {
  readonly effectiveDueOn: Day;
  readonly open: bigint;
}

export interface AgeingBucket {
  readonly name: AgeingBucketName;
  readonly amount: bigint;
}

export interface Ageing {
  /** All five, in the order of age, empty ones too. */
  readonly buckets: readonly AgeingBucket[];
  /** The sum of the buckets and of the items. */
  readonly total: bigint;
}

/** Days past the effective due day on `asOf`; 0 on the due day itself, negative before it. */
export function ageInDays(effectiveDueOn: Day, asOf: Day): number {
  return daysBetween(effectiveDueOn, asOf);
}

export function bucketOf(ageDays: number): AgeingBucketName {
  if (ageDays <= 0) return 'current';
  if (ageDays <= 30) return '1-30';
  if (ageDays <= 60) return '31-60';
  return ageDays <= 90 ? '61-90' : '90+';
}

/** What is open, by how long it is overdue at the end of `asOf`. Items of one currency; the caller keeps them apart. */
export function ageingBuckets(items: Iterable<AgedItem>, asOf: Day): Ageing {
  const amounts = new Map<AgeingBucketName, bigint>();
  let total = 0n;
  for (const { effectiveDueOn, open } of items) {
    const name = bucketOf(ageInDays(effectiveDueOn, asOf));
    amounts.set(name, (amounts.get(name) ?? 0n) + open);
    total += open;
  }
  const buckets = AGEING_BUCKETS.map((name) => Object.freeze({ name, amount: amounts.get(name) ?? 0n }));
  return Object.freeze({ buckets: Object.freeze(buckets), total });
}
