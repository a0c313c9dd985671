import { IllegalStateError } from '@temporalio/common';
import { Runtime, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { pino } from 'pino';
import { sdkLogger } from '../../worker/sdk-logger.ts';
import { bundleWorkflows } from '../../worker/workflow-bundle.ts';

export const testLog = pino({ level: process.env['TEST_LOG'] ?? 'silent' });

/** Installs Temporal's native half as tests want it: quiet, and without its own hand on signals. Once for all files of a process. */
export function installRuntime(): void {
  try {
    Runtime.install({ logger: sdkLogger(testLog), shutdownSignals: [] });
  } catch (error) {
    // An earlier file of this process has installed it, in the very same way.
    if (!(error instanceof IllegalStateError)) throw error;
  }
}

let bundle: Promise<WorkflowBundleWithSourceMap> | undefined;

/** The workflows as the worker runs them, bundled once for all files of a process. */
export function testBundle(): Promise<WorkflowBundleWithSourceMap> {
  return (bundle ??= bundleWorkflows(sdkLogger(testLog)));
}
