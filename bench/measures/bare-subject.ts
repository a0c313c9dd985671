import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { WithStartWorkflowOperation } from '@temporalio/client';
import type { bare } from '../bare-workflow.ts';
import type { BenchInstallation } from '../installation/open-installation.ts';
import type { Subject } from './subject.ts';

const QUEUE = 'bare';
const TOUCH = 'touch';
const READY_WITHIN_MS = 60_000;

/** Bare Temporal on the same server, with a worker process of its own. */
export async function openBare({
  client,
  environment,
}: BenchInstallation): Promise<Subject & { close(): Promise<void> }> {
  const worker = await startWorker(environment);
  return {
    prepareStarts: async (count) => Array.from({ length: count }, () => `bare:${randomUUID()}`),
    async start(id) {
      const startWorkflowOperation = new WithStartWorkflowOperation<typeof bare>('bare', {
        workflowId: id,
        workflowIdConflictPolicy: 'FAIL',
        taskQueue: QUEUE,
        args: [],
      });
      await client.workflow.executeUpdateWithStart<typeof bare, void, []>(TOUCH, {
        updateId: randomUUID(),
        startWorkflowOperation,
      });
    },
    prepareUpdates: async () => {},
    async update(id) {
      await client.workflow.getHandle(id).executeUpdate<void, []>(TOUCH, { updateId: randomUUID() });
    },
    async close() {
      const ended = once(worker, 'exit');
      worker.disconnect();
      await ended;
    },
  };
}

async function startWorker(environment: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const script = fileURLToPath(new URL('../bare-worker.ts', import.meta.url));
  const worker = fork(script, { env: { ...process.env, ...environment, TENURE_TASK_QUEUE: QUEUE }, stdio: 'inherit' });
  const ready = await Promise.race([
    once(worker, 'message', { signal: AbortSignal.timeout(READY_WITHIN_MS) }),
    once(worker, 'exit').then(() => undefined),
  ]);
  if (ready === undefined) throw new Error('the bare worker ended before it was ready');
  return worker;
}
