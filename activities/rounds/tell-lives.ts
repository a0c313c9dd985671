import { type Client, WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/client';
import type { Logger } from 'pino';
import {
  CHANGED_SIGNAL,
  type Changed,
  LIFECYCLE_TYPE,
  type LifecycleInput,
  lifecycleWorkflowId,
} from '../../contracts/lifecycle.ts';
import { tellEach } from '../tell-each.ts';

const AT_ONCE = 20;

/** A life to be told of a fact version, and what it takes to start it where it is missing. */
export interface LifeToTell {
  readonly customerId: string;
  readonly epoch: number;
  readonly testClock: boolean;
  readonly change: Changed;
}

/** Tells one life by signal, and starts it where it does not run: the way that needs no answer. */
export async function tellLife(client: Client, taskQueue: string, life: LifeToTell): Promise<void> {
  const { customerId, epoch, testClock, change } = life;
  const input: LifecycleInput = { customerId, epoch, testClock };
  await client.workflow.signalWithStart(LIFECYCLE_TYPE, {
    workflowId: lifecycleWorkflowId(customerId),
    taskQueue,
    args: [input],
    signal: CHANGED_SIGNAL,
    signalArgs: [change],
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
  });
}

/** Starts a life anew in a new epoch; a run of the old one is ended first. */
export async function restartLife(client: Client, taskQueue: string, life: Omit<LifeToTell, 'change'>): Promise<void> {
  await client.workflow.start(LIFECYCLE_TYPE, {
    workflowId: lifecycleWorkflowId(life.customerId),
    taskQueue,
    args: [{ ...life }],
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.TERMINATE_EXISTING,
  });
}

/** Tells many lives, twenty at a time. Answers with those that could be told. */
export async function tellLives<L extends LifeToTell>(
  { client, taskQueue, log }: { readonly client: Client; readonly taskQueue: string; readonly log: Logger },
  lives: readonly L[],
): Promise<readonly L[]> {
  return await tellEach(log, lives, AT_ONCE, (life) => tellLife(client, taskQueue, life));
}
