import { dayAt, weekdayOf } from '../calendar/day.ts';
import { offsetAt } from '../calendar/zone-offsets.ts';
import { money } from '../money.ts';
import type { ActivityKind, ActivityRecord } from './activity-record.ts';
import type { Finding, RuleName } from './finding.ts';
import type { Look } from './look.ts';
import type { WatchSettings } from './watch-settings.ts';

/** Kinds of activity that put a fixed share of the least sum of a case at stake. */
export type WeighedKind = keyof WatchSettings['activityPercent'] & ActivityKind;

/**
 * Findings for the recent records of some kinds. What a right puts at stake cannot be reckoned from a bill: the settings name it,
 * and add to it for an actor or a country never seen before, and for an hour at which nobody works.
 */
export function weighedActivity(
  look: Look,
  rule: RuleName,
  practice: number,
  kinds: readonly WeighedKind[],
): readonly Finding[] {
  const { settings } = look;
  return look.recent.flatMap((record) => {
    const kind = kinds.find((known) => known === record.kind);
    if (kind === undefined) return [];
    const strange = strangenessOf(look, record);
    const percent =
      settings.activityPercent[kind] +
      (strange.actor ? settings.strangePercent.actor : 0) +
      (strange.country ? settings.strangePercent.country : 0) +
      (strange.hour ? settings.strangePercent.hour : 0);
    return [
      {
        rule,
        practice,
        day: dayAt(record.at, look.timeZone),
        subject: record.subject,
        why: {
          what: kind,
          record: record.id,
          newActor: Number(strange.actor),
          newCountry: Number(strange.country),
          oddHour: Number(strange.hour),
          percent,
        },
        atStake: money((settings.caseFrom.minor * BigInt(percent)) / 100n, settings.caseFrom.currency),
        from: 'activity' as const,
      },
    ];
  });
}

/**
 * What about a record has not been seen before it, and whether it was done at night or at the weekend. Where nothing is known yet
 * everybody is a stranger: a case too many is the lesser mistake.
 */
export function strangenessOf(
  { earlier, timeZone }: Look,
  { at, actor, country }: ActivityRecord,
): { readonly actor: boolean; readonly country: boolean; readonly hour: boolean } {
  const local = new Date(at + offsetAt(at, timeZone)).getUTCHours();
  return {
    actor: !earlier.some((other) => other.actor === actor),
    country: country !== null && !earlier.some((other) => other.country === country),
    hour: local < 6 || local >= 22 || weekdayOf(dayAt(at, timeZone)) >= 6,
  };
}
