import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { beforeAll, describe, expect, it } from 'vitest';
import { installRuntime, testBundle, testLog } from '../support/workflow-machinery.ts';
import { sdkLogger } from '../../worker/sdk-logger.ts';
import { goldenHistories, historyNames } from './histories.ts';

/** Replays every golden history over a bundle; answers which could not be replayed, and why. */
async function failuresOver(workflowBundle: WorkflowBundleWithSourceMap): Promise<readonly string[]> {
  const failures: string[] = [];
  for await (const result of Worker.runReplayHistories({ workflowBundle }, goldenHistories())) {
    if (result.error) failures.push(`${result.workflowId}: ${result.error.name}`);
  }
  return failures;
}

describe('the replay gate', () => {
  beforeAll(installRuntime);

  it('every golden history replays on the workflows as they are', async () => {
    expect(historyNames().length).toBeGreaterThanOrEqual(5);
    expect(await failuresOver(await testBundle())).toEqual([]);
  });

  it('a planted non-determinism is refused for every history', async () => {
    const workflowsPath = fileURLToPath(new URL('./planted-workflows.ts', import.meta.url));
    const failures = await failuresOver(await bundleWorkflowCode({ workflowsPath, logger: sdkLogger(testLog) }));
    expect(failures).toEqual(historyNames().map((name) => `${name.replace('.json', '')}: DeterminismViolationError`));
  });
});
