import type { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { MachineError } from './machine-error.ts';

/** A hundred years: PostgreSQL is the archive, but a life that sleeps long must find its history whole. */
export const retentionDays = 36_500;

const dayMs = 86_400_000;
const grpcNotFound = 5;
const grpcAlreadyExists = 6;

/**
 * Makes sure that the namespace exists and keeps closed runs for `retentionDays`. Safe to repeat. On somebody else's
 * server (`ours` false) a namespace that exists is left as it is: its retention is its owner's business.
 */
export async function ensureNamespace(connection: Connection, namespace: string, ours: boolean): Promise<void> {
  const { workflowService } = connection;
  const workflowExecutionRetentionPeriod = msToTs(retentionDays * dayMs);
  const found = await workflowService.describeNamespace({ namespace }).catch((error: unknown) => {
    if (grpcCode(error) === grpcNotFound) return undefined;
    throw error;
  });
  if (found === undefined) {
    await workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod }).catch((error: unknown) => {
      if (grpcCode(error) !== grpcAlreadyExists) throw error;
    });
  } else if (ours) {
    const held = found.config?.workflowExecutionRetentionTtl?.seconds?.toString();
    if (held !== workflowExecutionRetentionPeriod.seconds?.toString()) {
      await workflowService.updateNamespace({
        namespace,
        config: { workflowExecutionRetentionTtl: workflowExecutionRetentionPeriod },
      });
    }
  }
  await untilServed(connection, namespace);
}

/** A server serves a new namespace only after its caches have heard of it, which takes up to some seconds. */
async function untilServed(connection: Connection, namespace: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      await connection.workflowService.listOpenWorkflowExecutions({
        namespace,
        maximumPageSize: 1,
        startTimeFilter: {},
      });
      return;
    } catch (error) {
      if (grpcCode(error) !== grpcNotFound) throw error;
      if (Date.now() > deadline)
        throw new MachineError('not_ready', `Temporal does not serve the namespace ${namespace}.`);
    }
    await sleep(200);
  }
}

function grpcCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'number' ? error.code : undefined;
}
