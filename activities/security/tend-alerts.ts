import type { RoundReport } from '../../contracts/round-activities.ts';
import type { ActivityDeps } from '../deps.ts';
import { takeAlert } from './take-alert.ts';
import { takeForeignStops } from './take-foreign-stops.ts';
import { tendServiceRequests } from './tend-service-requests.ts';

/**
 * Makes cases of what Microsoft has suspended by itself, without waiting for it; reads its open alerts and takes each once;
 * and reads what its support says of requests of open cases.
 */
export async function tendAlerts(deps: ActivityDeps): Promise<RoundReport> {
  let taken = await takeForeignStops(deps);
  await tendServiceRequests(deps);
  const alerts = await deps.securityAlerts.open();
  for (const alert of alerts) if (await takeAlert(deps, alert)) taken += 1;
  return { looked: alerts.length, woken: taken };
}
