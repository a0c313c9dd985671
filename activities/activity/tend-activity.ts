import { Context } from '@temporalio/activity';
import type { ActivityEntry } from '../../adapters/partner-activity/port.ts';
import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import type { RoundReport } from '../../contracts/round-activities.ts';
import { activityMark, keepActivity, moveActivityMark, type NewActivity } from '../../db/activity.ts';
import { customerOfTenant } from '../../db/customer-of-tenant.ts';
import { activityAlarm, nextReading, tellsOfFraud } from '../../domain/activity/reading.ts';
import type { Day, Instant } from '../../domain/calendar/day.ts';
import { MS_PER_DAY } from '../../domain/calendar/epoch-day.ts';
import type { ActivityDeps } from '../deps.ts';
import { tendAlerts } from '../security/tend-alerts.ts';
import { askPartnerWithin, type PartnerAsking } from '../tasks/ask-partner.ts';
import { endAlarm, soundAlarm, tellOfAlarm } from '../tasks/sound-alarm.ts';
import { soundLogAlarms } from './log-alarms.ts';
import { ACTOR, silenceAlarm } from './silence-alarm.ts';
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
  await soundIfSilent(deps);
  if (report.fraud) await tendAlerts(deps);
  const logs = await tendCustomerLogs(deps);
  await soundLogAlarms(deps);
  return { looked: report.looked + logs.looked, woken: report.woken + logs.woken, calls: logs.calls };
}

async function pull(deps: ActivityDeps): Promise<RoundReport & { readonly fraud: boolean }> {
  const { db, log, partnerActivity, wallNow } = deps;
  const now = wallNow();
  const { slices, hole } = nextReading(await activityMark(db, SOURCE, now), now);
  const loss = hole === null ? null : lossOf(hole, now);
  let [looked, woken, foreign, fraud] = [0, 0, 0, false];
  for (const [index, { from, to, readTo }] of slices.entries()) {
    Context.current().heartbeat(from);
    const entries = await partnerActivity.between(from, to);
    const ours = await ofCustomers(deps, entries);
    const { kept, task } = await db.transaction().execute(async (trx) => {
      const { size } = await keepActivity(trx, ours, now);
      await moveActivityMark(trx, SOURCE, readTo, now);
      // Known only while the mark still lies before it: told in the transaction that moves the mark past it.
      const asked = index === 0 && loss !== null ? await askPartnerWithin(deps, trx, loss) : null;
      return { kept: size, task: asked };
    });
    if (loss !== null && task !== null) await tellOfAlarm(deps, loss, task);
    woken += kept;
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

async function soundIfSilent(deps: ActivityDeps): Promise<void> {
  const now = deps.wallNow();
  const alarm = activityAlarm(await activityMark(deps.db, SOURCE, now), now);
  if (alarm === null) return await endAlarm(deps, `activitySilent/${SOURCE}/`, ACTOR);
  await soundAlarm(deps, silenceAlarm(SOURCE, now, alarm));
}

/** Days that Microsoft no longer has: what was done then is looked up elsewhere, or not at all. */
function lossOf(hole: { readonly from: Day; readonly to: Day }, now: Instant): PartnerAsking {
  return {
    key: `activityLost/${SOURCE}/${hole.from}/${hole.to}`,
    what: 'activityLost',
    for: 'analyst',
    dueAt: now + MS_PER_DAY,
    kind: 'activity.lost',
    actor: ACTOR,
    body: { source: SOURCE, ...hole },
  };
}
