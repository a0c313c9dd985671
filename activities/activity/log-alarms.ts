import { claimActivityAlarm, activityMark } from '../../db/activity.ts';
import { appendSystemAudit } from '../../db/audit.ts';
import { silentLogs } from '../../db/customer-log-marks.ts';
import { keptDays, silentDays } from '../../domain/activity/log-reading.ts';
import type { CustomerLog } from '../../domain/activity/log-source.ts';
import { dayAt } from '../../domain/calendar/day.ts';
import { MS_PER_DAY } from '../../domain/calendar/epoch-day.ts';
import type { ActivityDeps } from '../deps.ts';

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
  for (const [log, kept] of LOGS) await soundAlarm(deps, log, kept);
}

async function soundAlarm(deps: ActivityDeps, source: CustomerLog, kept: number): Promise<void> {
  const { db, log, wallNow } = deps;
  const now = wallNow();
  const silent = await silentLogs(db, source, kept, now - silentDays(kept) * MS_PER_DAY);
  if (silent === undefined) return;
  const name = `${source}/${kept}`;
  await activityMark(db, name, now);
  const days = Math.floor((now - silent.since) / MS_PER_DAY);
  const body = {
    source,
    silentDays: days,
    daysLeft: Math.max(0, kept - days),
    customers: silent.customers,
    some: silent.some,
  };
  const sounded = await db.transaction().execute(async (trx) => {
    const first = await claimActivityAlarm(trx, name, dayAt(now, 'UTC'));
    if (first)
      await appendSystemAudit(trx, [{ kind: 'activity.silent', actor: 'activity', at: now, recordedAt: now, body }]);
    return first;
  });
  if (sounded) log.error(body, "customers' logs have not been read for days; Microsoft deletes them");
}
