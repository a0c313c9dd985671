import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type Logger, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

/** Bundles `workflows/` as the worker runs it; tests and the replay gate use the very same bundle. */
export async function bundleWorkflows(logger?: Logger): Promise<WorkflowBundleWithSourceMap> {
  const workflowsPath = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));
  return await bundleWorkflowCode({ workflowsPath, ...(logger ? { logger } : {}) });
}
