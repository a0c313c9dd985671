import type { RoundReport } from '../../contracts/round-activities.ts';
import { overdueCases } from '../../db/security-case-delivery.ts';
import type { ActivityDeps } from '../deps.ts';
import { takeAlert } from './take-alert.ts';
import { tendServiceRequests } from './tend-service-requests.ts';
import { tellCases } from './tell-cases.ts';

/** A case that slept so much past its own deadline has lost its run. */
const PATIENCE_MS = 60_000;

/** Reads Microsoft's open alerts, takes each once, wakes cases whose run is gone, and reads what support says of others. */
export async function tendAlerts(deps: ActivityDeps): Promise<RoundReport> {
  await tellCases(deps, await overdueCases(deps.db, deps.wallNow() - PATIENCE_MS));
  await tendServiceRequests(deps);
  const alerts = await deps.securityAlerts.open();
  let taken = 0;
  for (const alert of alerts) if (await takeAlert(deps, alert)) taken += 1;
  return { looked: alerts.length, woken: taken };
}
