import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { LifeActivities } from '../contracts/life-activities.ts';

/**
 * `assess` is one short PostgreSQL transaction: local, so that a turn is one marker in the history. It is retried for
 * ever, since nothing else can happen to this customer before it succeeds; the update that waits for it is answered late.
 */
export function assessActivity(because: string): Pick<LifeActivities, 'assess'> {
  return proxyLocalActivities<Pick<LifeActivities, 'assess'>>({
    startToCloseTimeout: '20 seconds',
    localRetryThreshold: '1 minute',
    retry: { initialInterval: '100 milliseconds', maximumInterval: '30 seconds', backoffCoefficient: 2 },
    summary: because,
  });
}

/**
 * An effect is a real activity with a summary that a person can read. It ends by itself as done, refused or deferred;
 * what is retried here is only what broke on our side.
 */
export function effectActivity(summary: string): Pick<LifeActivities, 'carryOut'> {
  return proxyActivities<Pick<LifeActivities, 'carryOut'>>({
    startToCloseTimeout: '5 minutes',
    heartbeatTimeout: '15 seconds',
    retry: { initialInterval: '1 second', maximumInterval: '5 minutes', backoffCoefficient: 2 },
    summary,
  });
}
