import { condition, defineUpdate, proxyLocalActivities, setHandler } from '@temporalio/workflow';

/** What the bare worker's one activity is. */
export interface BareActivities {
  nothing(): Promise<void>;
}

export const touchUpdate = defineUpdate<void>('touch');

const { nothing } = proxyLocalActivities<BareActivities>({ startToCloseTimeout: '20 seconds' });

/**
 * Temporal and nothing else: the shape of a life (each update runs one local activity and is answered with it), where the
 * activity does nothing. What a life takes longer is Tenure's own.
 */
export async function bare(): Promise<void> {
  setHandler(touchUpdate, () => nothing());
  await condition(() => false);
}
