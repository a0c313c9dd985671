import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Client,
  type WorkflowHandle,
  WithStartWorkflowOperation,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { Logger } from 'pino';
import {
  CHANGED_UPDATE,
  type Changed,
  LIFECYCLE_TYPE,
  type LifecycleInput,
  lifecycleWorkflowId,
  type Turn,
} from '../contracts/lifecycle.ts';
import { Refusal } from '../domain/errors.ts';
import type { Lifecycle, RunHistory } from './lifecycle.ts';

/** How long a caller waits for the life to decide (api-surface, "outcome"). */
const DECIDED_WITHIN_MS = 2_000;
const HISTORY_WITHIN_MS = 20_000;
const REACHABLE_WITHIN_MS = 1_000;

export interface LifecycleClientDeps {
  readonly client: Client;
  readonly taskQueue: string;
  readonly logger: Logger;
  /** What a run that is started now is given. */
  readonly inputOf: (customerId: string) => Promise<LifecycleInput>;
  /** Records that the life knows of this fact version, so that the relay leaves it alone. */
  readonly markDelivered: (customerId: string, factVersion: number) => Promise<void>;
}

/** The lives on a Temporal server. */
export function createLifecycleClient(deps: LifecycleClientDeps): Lifecycle {
  const { client, logger } = deps;
  return {
    async changed(customerId, change, operationId) {
      const told = tell(deps, customerId, change, operationId).catch((error: unknown): 'pending' => {
        // The fact is committed; whatever went wrong here, the relay tells the life again.
        logger.warn({ err: error, customerId, operationId, because: change.because }, 'the life was not told');
        return 'pending';
      });
      return await firstOf(told, DECIDED_WITHIN_MS, 'pending');
    },
    async history(customerId) {
      if (!(await isReachable(client))) throw new Refusal('unavailable', 'Temporal cannot be reached');
      return await readHistory(client, customerId);
    },
    reachable: () => isReachable(client),
  };
}

async function isReachable(client: Client): Promise<boolean> {
  const { namespace } = client.options;
  const asked = client
    .withDeadline(Date.now() + REACHABLE_WITHIN_MS, () => client.workflowService.describeNamespace({ namespace }))
    .then(
      () => true,
      () => false,
    );
  return await firstOf(asked, REACHABLE_WITHIN_MS, false);
}

/** The answer of `work`, or `otherwise` after a time by our own clock: connecting is not covered by the deadline of a call. */
async function firstOf<T>(work: Promise<T>, withinMs: number, otherwise: T): Promise<T> {
  const timer = new AbortController();
  const late = sleep(withinMs, otherwise, { signal: timer.signal }).catch(() => otherwise);
  try {
    return await Promise.race([work, late]);
  } finally {
    timer.abort();
  }
}

/** Tells the life within the deadline, and notes that it was told. A run that is not the customer's leaves it to the relay. */
async function tell(
  deps: LifecycleClientDeps,
  customerId: string,
  change: Changed,
  operationId: string,
): Promise<Turn | 'pending'> {
  const turn = await deps.client.withDeadline(Date.now() + DECIDED_WITHIN_MS, () =>
    update(deps, customerId, change, operationId),
  );
  if (turn.stale || turn.assessedVersion < change.factVersion) return 'pending';
  await deps.markDelivered(customerId, change.factVersion);
  return turn;
}

/** Updates the life; where there is none (a new customer, a closed one, a wiped server) the same call starts it. */
async function update(
  deps: LifecycleClientDeps,
  customerId: string,
  change: Changed,
  operationId: string,
): Promise<Turn> {
  const { client } = deps;
  const options = { updateId: operationId, args: [change] as [Changed] };
  if (change.factVersion > 1) {
    try {
      return await client.workflow
        .getHandle(lifecycleWorkflowId(customerId))
        .executeUpdate<Turn, [Changed]>(CHANGED_UPDATE, options);
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }
  const startWorkflowOperation = new WithStartWorkflowOperation(LIFECYCLE_TYPE, {
    workflowId: lifecycleWorkflowId(customerId),
    workflowIdConflictPolicy: 'USE_EXISTING',
    taskQueue: deps.taskQueue,
    args: [await deps.inputOf(customerId)],
  });
  return await client.workflow.executeUpdateWithStart<(input: LifecycleInput) => Promise<void>, Turn, [Changed]>(
    CHANGED_UPDATE,
    {
      ...options,
      startWorkflowOperation,
    },
  );
}

/** Runs follow each other by continue-as-new, or start anew after a recovery; the list has all that retention kept. */
async function readHistory(client: Client, customerId: string): Promise<readonly RunHistory[]> {
  const workflowId = lifecycleWorkflowId(customerId);
  try {
    return await client.withDeadline(Date.now() + HISTORY_WITHIN_MS, async () => {
      const runs: { readonly runId: string; readonly startTime: Date }[] = [];
      for await (const run of client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) runs.push(run);
      const histories: RunHistory[] = [];
      for (const { runId } of runs.toSorted((a, b) => a.startTime.getTime() - b.startTime.getTime())) {
        const handle: WorkflowHandle = client.workflow.getHandle(workflowId, runId);
        const history = JSON.parse(historyToJSON(await handle.fetchHistory())) as Readonly<Record<string, unknown>>;
        histories.push({ runId, history });
      }
      return histories;
    });
  } catch (error) {
    throw new Refusal(
      'unavailable',
      error instanceof Error ? `Temporal did not answer: ${error.name}` : 'Temporal did not answer',
    );
  }
}
