import type { ActivityOptions, LocalActivityOptions } from '@temporalio/workflow';

/** One short PostgreSQL transaction, retried for ever: nothing else can happen to the stream before it succeeds. */
export const ASSESSING: LocalActivityOptions = {
  startToCloseTimeout: '20 seconds',
  localRetryThreshold: '1 minute',
  retry: { initialInterval: '100 milliseconds', maximumInterval: '30 seconds', backoffCoefficient: 2 },
};

/** An effect is retried for ever as well; how slowly at the last is the stream's own. */
export function carryingOut(
  summary: string,
  {
    startToCloseTimeout,
    maximumInterval,
  }: { readonly startToCloseTimeout: `${number} minutes`; readonly maximumInterval: `1 ${'minute' | 'hour'}` },
): ActivityOptions {
  return {
    startToCloseTimeout,
    heartbeatTimeout: '15 seconds',
    retry: { initialInterval: '1 second', maximumInterval, backoffCoefficient: 2 },
    summary,
  };
}
