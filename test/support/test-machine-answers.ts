import { join } from 'node:path';

/** The checkout's root folder. */
export const projectRoot = join(import.meta.dirname, '..', '..');

/** What a test process can ask the test machine for, by path; each starts its server at the first question. */
export interface TestMachineAnswers {
  readonly postgres: { readonly superuserUrl: string };
  /** A migrated database to clone, and the password of both roles. */
  readonly template: { readonly superuserUrl: string; readonly template: string; readonly password: string };
  readonly temporal: { readonly address: string; readonly namespace: string; readonly binary: string };
  /** Temporal's Java test server, to be started by the test. */
  readonly 'test-server': { readonly path: string };
}

declare module 'vitest' {
  interface ProvidedContext {
    testMachineUrl: string;
  }
}
