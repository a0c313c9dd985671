import type { Instant } from '../calendar/day.ts';
import { MS_PER_DAY } from '../calendar/epoch-day.ts';
import type { Finding } from './finding.ts';

/** What was last found by a rule about a subject, whether it was news then or not. */
export interface FoundBefore {
  readonly rule: Finding['rule'];
  readonly subject: string;
  readonly at: Instant;
  /** What was at stake when it was last told, minor units of the history's currency. */
  readonly toldAtStake: bigint;
}

/** What is found on and on is told once, until it has not been found for so long. */
const QUIET_DAYS = 14;
/** Unless so many times as much is at stake as when it was told. */
const GROWN_TIMES = 3n;

/**
 * The findings that nobody has been told of: a rule and a subject not found within the last fortnight, or with three times
 * at stake what was told, and no mere part of a rise that was. Whoever has judged a rise to be honest is not asked about it again every day that it lasts
 * (practice 40: alerts that are read). A verdict of fraud ends that: what was found up to `fraudAt` is news when it is found again.
 */
export function newsAmong(
  findings: readonly Finding[],
  before: readonly FoundBefore[],
  now: Instant,
  fraudAt: Instant | null,
): readonly Finding[] {
  const known = new Map(before.map((one) => [findingKey(one), one]));
  const isKnown = (finding: Finding): boolean => {
    const last = known.get(findingKey(finding));
    if (last === undefined || now - last.at > QUIET_DAYS * MS_PER_DAY) return false;
    if (fraudAt !== null && last.at <= fraudAt) return false;
    return finding.atStake.minor <= last.toldAtStake * GROWN_TIMES;
  };
  const told = findings.filter(isKnown);
  return findings.filter((finding) => !isKnown(finding) && !told.some((other) => isPartOf(finding, other)));
}

/**
 * A rise is told once, not anew as the rise of a region or a service in it: where a day was is known a day later than what it cost.
 * What was never used before is another matter, however much else has risen.
 */
function isPartOf(finding: Finding, other: Finding): boolean {
  return (
    finding.rule === 'spend-times-n' &&
    other.rule === finding.rule &&
    other.day === finding.day &&
    other.atStake.minor >= finding.atStake.minor
  );
}

/**
 * What a look leaves on record, when `told` was told of it: each rule and subject once, with the most that was ever told. News
 * that were not told, because they are worth no case yet, stay news.
 */
export function foundNow(
  findings: readonly Finding[],
  told: readonly Finding[],
  before: readonly FoundBefore[],
  now: Instant,
): readonly FoundBefore[] {
  const most = new Map(before.map((one) => [findingKey(one), one.toldAtStake]));
  for (const finding of told) {
    const key = findingKey(finding);
    const known = most.get(key);
    if (known === undefined || finding.atStake.minor > known) most.set(key, finding.atStake.minor);
  }
  const found = new Map<string, FoundBefore>();
  for (const finding of findings) {
    const toldAtStake = most.get(findingKey(finding));
    if (toldAtStake === undefined) continue;
    found.set(findingKey(finding), { rule: finding.rule, subject: finding.subject, at: now, toldAtStake });
  }
  return [...found.values()];
}

/** One finding of many looks: the same rule about the same subject. */
export function findingKey({ rule, subject }: Pick<Finding, 'rule' | 'subject'>): string {
  return `${rule} ${subject}`;
}
