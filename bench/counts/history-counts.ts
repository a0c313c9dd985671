import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { lifecycleWorkflowId } from '../../contracts/lifecycle.ts';

const { EventType } = proto.temporal.api.enums.v1;

/** What a life has cost Temporal so far, all its runs together. */
export interface HistoryCounts {
  /** History events of the life itself. */
  readonly events: number;
  /** State transitions of the life itself: each is one write of its state by the server. */
  readonly transitions: number;
  /**
   * What only a test clock makes, which is in neither of the above: an event and a transition for each order to skip
   * time, and an event for each skip, which the server writes together with whatever made the run idle.
   */
  readonly clock: { readonly events: number; readonly transitions: number };
  /** Bytes of history, those of the test clock included. */
  readonly bytes: number;
  /** Events that say that a task was lost or timed out: the machine was too busy, and the counts are not the life's own. */
  readonly disturbances: number;
}

const ORDERED_TO_SKIP = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_OPTIONS_UPDATED;
const SKIPPED = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIME_SKIPPING_TRANSITIONED;
const DISTURBING: ReadonlySet<number> = new Set([
  EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT,
  EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED,
  EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT,
]);

const NOTHING: HistoryCounts = {
  events: 0,
  transitions: 0,
  clock: { events: 0, transitions: 0 },
  bytes: 0,
  disturbances: 0,
};

/** Counts what Temporal has of a life, when it has come to rest. */
export async function countHistory(client: Client, customerId: string): Promise<HistoryCounts> {
  const workflowId = lifecycleWorkflowId(customerId);
  await untilAtRest(client, workflowId);
  let sum = NOTHING;
  for (const runId of await runsOf(client, workflowId)) sum = plus(sum, await countRun(client, workflowId, runId));
  return sum;
}

/** What was added between two counts of one life. */
export function since(before: HistoryCounts, after: HistoryCounts): HistoryCounts {
  return combined(after, before, (a, b) => a - b);
}

function plus(one: HistoryCounts, other: HistoryCounts): HistoryCounts {
  return combined(one, other, (a, b) => a + b);
}

function combined(one: HistoryCounts, other: HistoryCounts, of: (one: number, other: number) => number): HistoryCounts {
  return {
    events: of(one.events, other.events),
    transitions: of(one.transitions, other.transitions),
    clock: {
      events: of(one.clock.events, other.clock.events),
      transitions: of(one.clock.transitions, other.clock.transitions),
    },
    bytes: of(one.bytes, other.bytes),
    disturbances: of(one.disturbances, other.disturbances),
  };
}

async function countRun(client: Client, workflowId: string, runId: string): Promise<HistoryCounts> {
  const handle = client.workflow.getHandle(workflowId, runId);
  const info = (await handle.describe()).raw.workflowExecutionInfo;
  const { events: list } = await handle.fetchHistory();
  const types = (list ?? []).map((event) => event.eventType ?? 0);
  const ordered = types.filter((type) => type === ORDERED_TO_SKIP).length;
  const clock = { events: ordered + types.filter((type) => type === SKIPPED).length, transitions: ordered };
  return {
    events: types.length - clock.events,
    transitions: Number(info?.stateTransitionCount) - clock.transitions,
    clock,
    bytes: Number(info?.historySizeBytes),
    disturbances: types.filter((type) => DISTURBING.has(type)).length,
  };
}

/** Run ids, by following each run to the one that it was continued as. */
async function runsOf(client: Client, workflowId: string): Promise<readonly string[]> {
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  const first = raw.workflowExecutionInfo?.firstRunId;
  const runs: string[] = [];
  for (let run: string | null | undefined = first; run; ) {
    runs.push(run);
    const { events } = await client.workflow.getHandle(workflowId, run).fetchHistory();
    run = events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
  }
  return runs;
}

/** Until no task and no activity is under way: the last event of a turn is written just after its answer is given. */
async function untilAtRest(client: Client, workflowId: string): Promise<void> {
  const giveUpAt = Date.now() + 30_000;
  for (;;) {
    const { raw } = await client.workflow.getHandle(workflowId).describe();
    const busy = raw.pendingWorkflowTask != null || (raw.pendingActivities ?? []).length > 0;
    if (!busy) return;
    if (Date.now() > giveUpAt) throw new Error(`${workflowId} does not come to rest`);
    await sleep(5);
  }
}
