import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { projectRoot } from './test-machine-answers.ts';

/** An empty folder inside the checkout that is removed when the running test has ended. */
export function temporaryFolder(): string {
  const parent = join(projectRoot, '.tenure', 'scratch');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
