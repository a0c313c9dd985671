import { inject } from 'vitest';
import type { TestMachineAnswers } from './test-machine-answers.ts';

/** Asks the test machine; the first question of a run starts the server, which may take some seconds. */
export async function askTestMachine<K extends keyof TestMachineAnswers>(what: K): Promise<TestMachineAnswers[K]> {
  const response = await fetch(`${inject('testMachineUrl')}/${what}`);
  if (!response.ok) throw new Error(`The test machine has no ${what}:\n${await response.text()}`);
  // Both ends are this repository's, of the same run.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return (await response.json()) as TestMachineAnswers[K];
}
