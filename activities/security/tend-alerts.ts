import type { RoundReport } from '../../contracts/round-activities.ts';
import type { ActivityDeps } from '../deps.ts';
import { takeAlert } from './take-alert.ts';
import { takeForeignStops } from './take-foreign-stops.ts';

/** Makes cases of what Microsoft has suspended by itself, without waiting for it, then reads its open alerts and takes each once. */
export async function tendAlerts(deps: ActivityDeps): Promise<RoundReport> {
  let taken = await takeForeignStops(deps);
  const alerts = await deps.securityAlerts.open();
  for (const alert of alerts) if (await takeAlert(deps, alert)) taken += 1;
  return { looked: alerts.length, woken: taken };
}
