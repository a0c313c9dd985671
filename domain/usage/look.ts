import {
  addDays,
  dayAt,
  type Day,
  daysBetween,
  type Instant,
  monthOf,
  type Weekday,
  weekdayOf,
} from '../calendar/day.ts';
import type { ActivityRecord } from './activity-record.ts';
import type { Agreed } from './agreed.ts';
import type { Finding } from './finding.ts';
import { dayAtPlace, type SeenUsage, seeUsage } from './seen-usage.ts';
import type { UsageHistory } from './usage-history.ts';
import type { WatchSettings } from './watch-settings.ts';

/** All that a rule may look at. Nothing in it became known after `knownUpTo`. */
export interface Look {
  readonly settings: WatchSettings;
  readonly timeZone: string;
  readonly knownUpTo: Instant;
  readonly seen: SeenUsage;
  /** Days about which there is news, and with enough known days before them; oldest first. */
  readonly judged: readonly JudgedDay[];
  /** What of each place was agreed with the customer, in minor units. */
  readonly explained: readonly bigint[];
  /** Records of the last `activityDays`, oldest first, and those before them. */
  readonly recent: readonly ActivityRecord[];
  readonly earlier: readonly ActivityRecord[];
  readonly agreed: readonly Agreed[];
}

/** A day that is judged, by its place in `seen`, and the places before it with which it can be compared. */
export interface JudgedDay {
  readonly place: number;
  readonly peers: readonly number[];
}

/** One rule: what it finds in a look. */
export type Rule = (look: Look) => readonly Finding[];

const MS_PER_DAY = 86_400_000;

/** Takes a look at what was known of a customer at `knownUpTo`. */
export function takeLook(history: UsageHistory, knownUpTo: Instant, settings: WatchSettings): Look {
  const today = dayAt(knownUpTo, history.timeZone);
  // A day may still be judged when it is late by as much as it may be stated anew.
  const firstDay = addDays(today, -(settings.comparedDays + LATEST_STATEMENT_DAYS));
  const seen = seeUsage(history, knownUpTo, firstDay, today);
  const newsFrom = knownUpTo - settings.newsDays * MS_PER_DAY;
  const judged: JudgedDay[] = [];
  let known = 0;
  for (const [place, statement] of seen.statements.entries()) {
    if (statement === undefined) continue;
    if (known >= settings.leastKnownDays && statement.knownAt > newsFrom) {
      judged.push({ place, peers: peersOf(seen, place, settings.comparedDays) });
    }
    known += 1;
  }
  const agreed = history.agreed.filter((agreement) => agreement.knownAt <= knownUpTo);
  const activity = history.activity
    .filter((record) => record.knownAt <= knownUpTo)
    .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const recentFrom = knownUpTo - settings.activityDays * MS_PER_DAY;
  return {
    settings,
    timeZone: history.timeZone,
    knownUpTo,
    seen,
    judged,
    explained: seen.statements.map((_, place) => explainedAt(seen, agreed, place)),
    recent: activity.filter(({ knownAt }) => knownAt > recentFrom),
    earlier: activity.filter(({ knownAt }) => knownAt <= recentFrom),
    agreed,
  };
}

/** Figures of a day may change for about this long (practice 61 says a day; late ones are seen in practice). */
const LATEST_STATEMENT_DAYS = 10;

/** The greatest agreed part of a day: several agreements of one project must not explain its money twice. */
function explainedAt(seen: SeenUsage, agreed: readonly Agreed[], place: number): bigint {
  if (agreed.length === 0) return 0n;
  const day = dayAtPlace(seen, place);
  let most = 0n;
  for (const agreement of agreed) {
    if (agreement.kind === 'administrator' || day < agreement.from || day > agreement.until) continue;
    const series = (agreement.kind === 'region' ? seen.regions : seen.services).get(agreement.subject);
    const cost = series?.[place] ?? 0n;
    const part = cost < agreement.daily ? cost : agreement.daily;
    if (part > most) most = part;
  }
  return most;
}

/**
 * The places before `place` with which it can be compared: known days of the same weekday, and, near a month's end, the days
 * that stood as near to the last one's. So neither the rhythm of the week nor the work of a closing looks like a deviation.
 */
function peersOf(seen: SeenUsage, place: number, comparedDays: number): readonly number[] {
  const weekday = weekdayOf(dayAtPlace(seen, place));
  const closing = daysFromMonthEnd(dayAtPlace(seen, place)) <= CLOSING_DAYS;
  const peers: number[] = [];
  for (let other = Math.max(0, place - comparedDays); other < place; other += 1) {
    if (seen.statements[other] === undefined) continue;
    const same = (place - other) % 7 === 0;
    if (same || (closing && alsoClosing(dayAtPlace(seen, other), weekday))) peers.push(other);
  }
  return peers;
}

/** Of how many days before a month's last one the work of its closing is felt. */
const CLOSING_DAYS = 3;

/** Whether `day` too is near a month's end; what a working day cost then says nothing about a day at a weekend. */
function alsoClosing(day: Day, weekday: Weekday): boolean {
  return daysFromMonthEnd(day) <= CLOSING_DAYS && (weekday < 6 || weekdayOf(day) >= 6);
}

/** 0 on a month's last day. */
function daysFromMonthEnd(day: Day): number {
  return daysBetween(day, monthOf(day)[1]);
}
