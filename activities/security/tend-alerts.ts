import type { RoundReport } from '../../contracts/round-activities.ts';
import type { ActivityDeps } from '../deps.ts';
import { takeAlert } from './take-alert.ts';

/** Reads Microsoft's open alerts and takes each once. */
export async function tendAlerts(deps: ActivityDeps): Promise<RoundReport> {
  const alerts = await deps.securityAlerts.open();
  let taken = 0;
  for (const alert of alerts) if (await takeAlert(deps, alert)) taken += 1;
  return { looked: alerts.length, woken: taken };
}
