import { askTestMachine } from './ask-test-machine.ts';
import type { TestMachineAnswers } from './test-machine-answers.ts';

/** The real Temporal dev server of this test run. Use a task queue and workflow ids of your own: it is shared. */
export function testTemporal(): Promise<TestMachineAnswers['temporal']> {
  return askTestMachine('temporal');
}

/**
 * Path of Temporal's Java test server, for
 * `TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } })`.
 */
export async function testServer(): Promise<string> {
  return (await askTestMachine('test-server')).path;
}
