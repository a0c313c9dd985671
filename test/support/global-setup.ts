import type { TestProject } from 'vitest/node';
import { startTestMachine } from './test-machine.ts';

/** Runs once, in vitest's main process. */
export default async function globalSetup(project: TestProject): Promise<() => Promise<void>> {
  const machine = await startTestMachine();
  project.provide('testMachineUrl', machine.url);
  return () => machine.stop();
}
