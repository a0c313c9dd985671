import { type Client, isGrpcServiceError, WorkflowNotFoundError } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import proto from '@temporalio/proto';
import { lifecycleWorkflowId } from '../../contracts/lifecycle.ts';
import type { Instant } from '../../domain/calendar/day.ts';

const NOT_FOUND = 5;
/** More skips than a life can need in one advance: each fired timer is one. */
const MOST_SKIPS = 100_000;
const { FAST_FORWARD_POLLING_RESULT_POLL_TIMEOUT: NOT_YET } = proto.temporal.api.enums.v1.FastForwardPollingResult;

/**
 * Moves the virtual time of one customer's run on the real server (server-side time skipping): timers on the way fire
 * in order, and the skip waits while an activity runs. Resolves when the time has arrived, or when the run has ended or
 * could not go on: whoever asked looks at the customer's facts afterwards, not at this answer.
 * @param id names this advance; asking twice with one id is one advance.
 * @param milliseconds of the run's own time, above zero.
 * @returns false when no run of this customer is there to be moved.
 */
export async function fastForward(
  client: Client,
  customerId: string,
  id: string,
  milliseconds: number,
): Promise<boolean> {
  const { namespace } = client.options;
  const workflowExecution = { workflowId: lifecycleWorkflowId(customerId) };
  const timeSkippingConfig = {
    enabled: true,
    fastForwardConfig: { id, duration: msToTs(milliseconds) },
    maxSessionSkipCount: MOST_SKIPS,
  };
  try {
    await client.workflowService.updateWorkflowExecutionOptions({
      namespace,
      workflowExecution,
      workflowExecutionOptions: { timeSkippingConfig },
      updateMask: { paths: ['time_skipping_config'] },
    });
  } catch (error) {
    if (grpcCode(error) === NOT_FOUND) return false;
    throw error;
  }
  for (;;) {
    const { fastForwardPollingResult: result } = await client.workflowService.pollWorkflowExecutionTimeSkipping({
      namespace,
      workflowExecution,
      fastForwardId: id,
    });
    if (result !== NOT_YET) return true;
  }
}

/** Whether the run that was there at a wall instant has ended, or another has taken its place. */
export async function isReplaced(client: Client, customerId: string, since: Instant): Promise<boolean> {
  try {
    const run = await client.workflow.getHandle(lifecycleWorkflowId(customerId)).describe();
    return run.status.name !== 'RUNNING' || run.startTime.getTime() > since;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return true;
    throw error;
  }
}

function grpcCode(error: unknown): number | undefined {
  return isGrpcServiceError(error) ? error.code : undefined;
}
