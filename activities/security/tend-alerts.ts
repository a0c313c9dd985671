import type { RoundReport } from '../../contracts/round-activities.ts';
import { overdueCases } from '../../db/security-case-delivery.ts';
import type { ActivityDeps } from '../deps.ts';
import { takeAlert } from './take-alert.ts';
import { takeForeignStops } from './take-foreign-stops.ts';
import { tellCases } from './tell-cases.ts';

/** A case that slept so much past its own deadline has lost its run. */
const PATIENCE_MS = 60_000;

/**
 * Wakes cases whose run is gone, makes cases of what Microsoft has suspended, reads its open alerts and takes each once. The
 * first two do not wait for Microsoft.
 */
export async function tendAlerts(deps: ActivityDeps): Promise<RoundReport> {
  await tellCases(deps, await overdueCases(deps.db, deps.wallNow() - PATIENCE_MS));
  let taken = await takeForeignStops(deps);
  const alerts = await deps.securityAlerts.open();
  for (const alert of alerts) if (await takeAlert(deps, alert)) taken += 1;
  return { looked: alerts.length, woken: taken };
}
