import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { SecurityCaseActivities } from '../contracts/security-case-activities.ts';

/** One short PostgreSQL transaction, retried for ever: nothing else can happen to the case before it succeeds. */
export function assessCaseActivity(): Pick<SecurityCaseActivities, 'assessCase'> {
  return proxyLocalActivities<Pick<SecurityCaseActivities, 'assessCase'>>({
    startToCloseTimeout: '20 seconds',
    localRetryThreshold: '1 minute',
    retry: { initialInterval: '100 milliseconds', maximumInterval: '30 seconds', backoffCoefficient: 2 },
  });
}

/** Retried for ever as well; the slowest repetition is short, because the clocks of a case are. */
export function caseEffectActivity(summary: string): Pick<SecurityCaseActivities, 'carryOutCase'> {
  return proxyActivities<Pick<SecurityCaseActivities, 'carryOutCase'>>({
    startToCloseTimeout: '5 minutes',
    heartbeatTimeout: '15 seconds',
    retry: { initialInterval: '1 second', maximumInterval: '1 minute', backoffCoefficient: 2 },
    summary,
  });
}
