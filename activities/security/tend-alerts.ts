import type { SecurityAlert } from '../../adapters/partner-security/port.ts';
import type { RoundReport } from '../../contracts/round-activities.ts';
import type { ActivityDeps } from '../deps.ts';
import { withHeartbeat } from '../heartbeat.ts';
import { askAboutUntaken, takeAlert } from './take-alert.ts';
import { takeForeignStops } from './take-foreign-stops.ts';

type AlertDeps = Pick<ActivityDeps, 'db' | 'securityAlerts' | 'wallNow' | 'newId' | 'log'>;

/**
 * Reads Microsoft's open alerts before anything else and takes each once, then makes cases of what Microsoft has suspended by
 * itself. One that cannot be taken holds back no other: the worse mistake is an alert that nobody sees. It is read again with
 * the next round, and is an analyst's task meanwhile.
 * @throws PartnerCenterError when no way to Microsoft's alerts answers; the suspensions are taken all the same
 */
export async function tendAlerts(deps: AlertDeps): Promise<RoundReport> {
  return await withHeartbeat(async () => {
    const [alerts] = await Promise.allSettled([takeAlerts(deps)]);
    const stops = await takeForeignStops(deps);
    if (alerts.status === 'rejected') throw alerts.reason;
    const failed = alerts.value.failed + stops.failed;
    const report = { looked: alerts.value.looked, woken: alerts.value.taken + stops.taken };
    return failed === 0 ? report : { ...report, failed };
  });
}

async function takeAlerts(deps: AlertDeps): Promise<{ looked: number; taken: number; failed: number }> {
  const alerts = await deps.securityAlerts.open();
  let [taken, failed] = [0, 0];
  for (const alert of alerts) {
    try {
      if (await takeAlert(deps, alert)) taken += 1;
    } catch (error) {
      failed += 1;
      await askForIt(deps, alert, error);
    }
  }
  return { looked: alerts.length, taken, failed };
}

/** What keeps an alert from becoming a case may keep its task from being written as well: the log has it in any case. */
async function askForIt(deps: AlertDeps, alert: SecurityAlert, error: unknown): Promise<void> {
  const { log } = deps;
  const { occurrence } = alert;
  log.error({ err: error, occurrence }, 'an alert could not be taken; it is read again');
  await askAboutUntaken(deps, alert).catch((trouble: unknown) =>
    log.error({ err: trouble, occurrence }, 'nor could somebody be asked to see to it'),
  );
}
