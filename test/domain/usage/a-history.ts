import { addDays, type Day, type Instant } from '../../../domain/calendar/day.ts';
import type { ActivityRecord } from '../../../domain/usage/activity-record.ts';
import type { UsageHistory, UsageLine, UsageStatement } from '../../../domain/usage/usage-history.ts';

/** A Wednesday. What these tests judge happens on it or after it. */
export const TODAY: Day = '2026-03-18';

/** Noon UTC, `days` after `TODAY`. */
export function noon(days = 0): Instant {
  return Date.parse(`${addDays(TODAY, days)}T12:00:00Z`);
}

export function line(cost: bigint, part: Partial<UsageLine> = {}): UsageLine {
  return { region: 'polandcentral', service: 'Virtual Machines', kind: 'Dsv5', cost, night: null, ...part };
}

/** A statement of the day `days` after `TODAY`, known the next morning. */
export function stated(days: number, ...lines: readonly UsageLine[]): UsageStatement {
  return { day: addDays(TODAY, days), knownAt: noon(days + 1) - 5 * 3_600_000, lines };
}

/** Eight weeks that end the day before `TODAY`, each day the same. */
export function evenWeeks(...lines: readonly UsageLine[]): readonly UsageStatement[] {
  return Array.from({ length: 56 }, (_, back) => stated(back - 56, ...lines));
}

/** In zlotys, a customer in Warsaw. */
export function history(parts: Partial<UsageHistory>): UsageHistory {
  return { currency: 'PLN', timeZone: 'Europe/Warsaw', statements: [], activity: [], agreed: [], ...parts };
}

/** By Anna, in Poland, in the morning of `TODAY`, unless said otherwise. */
export function record(part: Partial<ActivityRecord>): ActivityRecord {
  const at = part.at ?? noon() - 3 * 3_600_000;
  return {
    id: `record-${at}`,
    kind: 'signedIn',
    at,
    knownAt: at + 3_600_000,
    actor: 'anna',
    country: 'PL',
    subject: 'anna',
    count: 1,
    ...part,
  };
}

/** Anna signed in from Poland a month before: she and the country are known. */
export const ANNA_KNOWN = record({ at: noon(-30) });
