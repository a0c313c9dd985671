import { silentLogs } from '../../db/customer-log-marks.ts';
import { keptDays, silentDays } from '../../domain/activity/log-reading.ts';
import type { CustomerLog } from '../../domain/activity/log-source.ts';
import { MS_PER_DAY } from '../../domain/calendar/epoch-day.ts';
import type { ActivityDeps } from '../deps.ts';
import { endAlarm, soundAlarm } from '../tasks/sound-alarm.ts';
import { ACTOR, silenceAlarm } from './silence-alarm.ts';

/** Each log, and how long Microsoft keeps it: Entra's by the licence. */
const LOGS: readonly (readonly [CustomerLog, number])[] = [
  ['azure', keptDays('azure', true)],
  ['signIns', keptDays('signIns', true)],
  ['directoryAudits', keptDays('directoryAudits', true)],
  ['directoryAudits', keptDays('directoryAudits', false)],
];

/**
 * Sounds an alarm, once a day and log, for logs that were not read for days, well before Microsoft deletes what was not read
 * (practice 8). A tenant that refuses us has its task instead.
 */
export async function soundLogAlarms(deps: ActivityDeps): Promise<void> {
  for (const [log, kept] of LOGS) await soundIfSilent(deps, log, kept);
}

async function soundIfSilent(deps: ActivityDeps, source: CustomerLog, kept: number): Promise<void> {
  const now = deps.wallNow();
  const name = `${source}/${kept}`;
  const silent = await silentLogs(deps.db, source, kept, now - silentDays(kept) * MS_PER_DAY);
  if (silent === undefined) return await endAlarm(deps, `activitySilent/${name}/`, ACTOR);
  const days = Math.floor((now - silent.since) / MS_PER_DAY);
  const { customers, some } = silent;
  await soundAlarm(
    deps,
    silenceAlarm(name, now, { silentDays: days, daysLeft: Math.max(0, kept - days), customers, some }),
  );
}
