import { type Client, WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/client';
import {
  CHANGED_SIGNAL,
  type Changed,
  LIFECYCLE_TYPE,
  type LifecycleInput,
  lifecycleWorkflowId,
} from '../../contracts/lifecycle.ts';

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

/** Tells many lives, so many at a time. Answers how many could be told. */
export async function tellLives(
  client: Client,
  taskQueue: string,
  lives: readonly LifeToTell[],
  atOnce = 20,
): Promise<number> {
  const left = [...lives];
  let told = 0;
  const tellNext = async (): Promise<void> => {
    for (let life = left.shift(); life !== undefined; life = left.shift()) {
      await tellLife(client, taskQueue, life);
      told += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, tellNext));
  return told;
}
