import { Context } from '@temporalio/activity';
import type { ActivityEntry } from '../../adapters/partner-activity/port.ts';
import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import type { RoundReport } from '../../contracts/round-activities.ts';
import {
  activityMark,
  claimActivityAlarm,
  keepActivity,
  moveActivityMark,
  type NewActivity,
} from '../../db/activity.ts';
import { appendSystemAudit } from '../../db/audit.ts';
import { customerOfTenant } from '../../db/customer-of-tenant.ts';
import type { Trx } from '../../db/database.ts';
import { activityAlarm, nextReading, tellsOfFraud } from '../../domain/activity/reading.ts';
import { dayAt } from '../../domain/calendar/day.ts';
import type { ActivityDeps } from '../deps.ts';
import { tendAlerts } from '../security/tend-alerts.ts';
import { soundLogAlarms } from './log-alarms.ts';
import { tendCustomerLogs } from './tend-customer-logs.ts';

const SOURCE = 'partner-center';

/**
 * The daily look at what was done at Microsoft (practice 8). The mark moves only in the transaction that stores what was
 * read, so an outage costs nothing as long as it ends within 90 days; silence sounds an alarm long before.
 * @returns how many records were read, and how many were new
 */
export async function tendActivity(deps: ActivityDeps): Promise<RoundReport> {
  const report = await pull(deps).catch((error: unknown) => {
    if (!(error instanceof PartnerCenterError)) throw error;
    deps.log.warn({ code: error.code, kind: error.kind }, "Microsoft's activity could not be read");
    return { looked: 0, woken: 0, fraud: false };
  });
  await soundAlarm(deps);
  if (report.fraud) await tendAlerts(deps);
  const logs = await tendCustomerLogs(deps);
  await soundLogAlarms(deps);
  return { looked: report.looked + logs.looked, woken: report.woken + logs.woken, calls: logs.calls };
}

async function pull(deps: ActivityDeps): Promise<RoundReport & { readonly fraud: boolean }> {
  const { db, log, partnerActivity, wallNow } = deps;
  const now = wallNow();
  const { slices, hole } = nextReading(await activityMark(db, SOURCE, now), now);
  let [looked, woken, foreign, fraud] = [0, 0, 0, false];
  for (const [index, { from, to, readTo }] of slices.entries()) {
    Context.current().heartbeat(from);
    const entries = await partnerActivity.between(from, to);
    const ours = await ofCustomers(deps, entries);
    woken += await db.transaction().execute(async (trx) => {
      const kept = await keepActivity(trx, ours, now);
      await moveActivityMark(trx, SOURCE, readTo, now);
      // Known only while the mark still lies before it: told in the transaction that moves the mark past it.
      if (index === 0 && hole !== null) await note(trx, deps, 'activity.lost', hole);
      return kept.size;
    });
    if (index === 0 && hole !== null) log.error(hole, "Microsoft's activity of these days can no longer be read");
    looked += entries.length;
    foreign += entries.length - ours.length;
    fraud ||= entries.some(({ operation }) => tellsOfFraud(operation));
  }
  log.info({ looked, woken, foreign }, "Microsoft's activity was read");
  return { looked, woken, fraud };
}

async function ofCustomers({ db }: ActivityDeps, entries: readonly ActivityEntry[]): Promise<readonly NewActivity[]> {
  const owners = new Map<string, string | undefined>();
  for (const { customerTenantId: tenant } of entries)
    if (tenant !== null && !owners.has(tenant)) owners.set(tenant, (await customerOfTenant(db, tenant))?.id);
  return entries.flatMap(({ customerTenantId, operation, applicationId, userPrincipalName, ...rest }) => {
    const customerId = owners.get(customerTenantId ?? '');
    return customerId === undefined
      ? []
      : [
          {
            ...rest,
            customerId,
            source: 'partnerCenter' as const,
            kind: operation,
            actorId: applicationId,
            user: userPrincipalName,
            address: null,
            told: null,
          },
        ];
  });
}

async function soundAlarm(deps: ActivityDeps): Promise<void> {
  const now = deps.wallNow();
  const alarm = activityAlarm(await activityMark(deps.db, SOURCE, now), now);
  if (alarm === null) return;
  const sounded = await deps.db.transaction().execute(async (trx) => {
    const first = await claimActivityAlarm(trx, SOURCE, dayAt(now, 'UTC'));
    if (first) await note(trx, deps, 'activity.silent', alarm);
    return first;
  });
  if (sounded) deps.log.error(alarm, "Microsoft's activity has not been read for days; after 90 it is lost");
}

async function note(trx: Trx, { wallNow }: ActivityDeps, kind: string, body: object): Promise<void> {
  const now = wallNow();
  await appendSystemAudit(trx, [
    { kind, actor: 'activity', at: now, recordedAt: now, body: { source: SOURCE, ...body } },
  ]);
}
