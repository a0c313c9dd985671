import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { AccessGrantActivities } from '../contracts/access-grant-activities.ts';

/** One short PostgreSQL transaction, retried for ever: nothing else can happen to the grant before it succeeds. */
export function assessGrantActivity(): Pick<AccessGrantActivities, 'assessGrant'> {
  return proxyLocalActivities<Pick<AccessGrantActivities, 'assessGrant'>>({
    startToCloseTimeout: '20 seconds',
    localRetryThreshold: '1 minute',
    retry: { initialInterval: '100 milliseconds', maximumInterval: '30 seconds', backoffCoefficient: 2 },
  });
}

/** Retried for ever as well: an end that is not proven is not given up. */
export function grantEffectActivity(summary: string): Pick<AccessGrantActivities, 'carryOutGrant'> {
  return proxyActivities<Pick<AccessGrantActivities, 'carryOutGrant'>>({
    startToCloseTimeout: '5 minutes',
    heartbeatTimeout: '15 seconds',
    retry: { initialInterval: '1 second', maximumInterval: '1 minute', backoffCoefficient: 2 },
    summary,
  });
}
