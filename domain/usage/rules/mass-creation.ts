import { dayAt } from '../../calendar/day.ts';
import { money } from '../../money.ts';
import { strangenessOf } from '../activity-finding.ts';
import type { ActivityRecord } from '../activity-record.ts';
import type { Rule } from '../look.ts';

const MS_PER_DAY = 86_400_000;

/**
 * Far more machines were created within 24 hours than ever before; or any, by somebody or from a country never seen before. The
 * activity log knows it a day before the bill does. Practice 8: activity logs are read for early signs of abuse.
 */
export const massCreation: Rule = (look) => {
  const { settings, timeZone } = look;
  const { least, percent, dailyCostPercent } = settings.massCreation;
  const before = mostWithinADay(created(look.earlier)).count;
  const { count, last } = mostWithinADay(created(look.recent));
  if (last === undefined) return [];
  const strange = strangenessOf(look, last);
  const byStranger = strange.actor || strange.country;
  const isMass = count >= least && count * 100 >= before * percent;
  if (!byStranger && !isMass) return [];
  // One thing that is new may be a journey or a colleague: half as much is taken to be at stake as when both are.
  const halves = byStranger ? count * (Number(strange.actor) + Number(strange.country)) : 0;
  const tooMany = Math.max(halves, isMass ? 2 * (count - before) : 0);
  const stake = (settings.caseFrom.minor * BigInt(tooMany * settings.daysAhead * dailyCostPercent)) / 200n;
  return [
    {
      rule: 'mass-creation',
      practice: 8,
      day: dayAt(last.at, timeZone),
      subject: last.actor,
      why: {
        machines: count,
        mostBefore: before,
        newActor: Number(strange.actor),
        newCountry: Number(strange.country),
        record: last.id,
      },
      atStake: money(stake, settings.caseFrom.currency),
      from: 'activity',
    },
  ];
};

function created(records: readonly ActivityRecord[]): readonly ActivityRecord[] {
  return records.filter(({ kind }) => kind === 'machinesCreated');
}

/** The most machines within 24 hours that end with a record, and that record. `records` oldest first. */
function mostWithinADay(records: readonly ActivityRecord[]): { count: number; last: ActivityRecord | undefined } {
  let best: { count: number; last: ActivityRecord | undefined } = { count: 0, last: undefined };
  let from = 0;
  let running = 0;
  for (const last of records) {
    running += last.count;
    for (let first = records[from]; first !== undefined && first.at <= last.at - MS_PER_DAY; first = records[from]) {
      running -= first.count;
      from += 1;
    }
    if (running > best.count) best = { count: running, last };
  }
  return best;
}
