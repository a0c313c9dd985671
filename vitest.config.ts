import { defineConfig } from 'vitest/config';

/** Rooms whose tests run Temporal's native worker, which one process installs once: each file has a process of its own. */
const withWorkers = ['test/{e2e,workflows,replay,bench}/**/*.test.ts'];

const common = {
  // Temporal's native worker and vitest's threads do not go together (sdk-typescript#876).
  pool: 'forks',
  setupFiles: ['test/support/leak-check.ts'],
  // Real servers on a shared machine: a stall of some seconds is no failure, a hang is.
  testTimeout: 90_000,
  hookTimeout: 240_000,
  // In CI a test that fails is tried again, so that a stall does not cost a landing; a bug fails every time.
  retry: process.env['CI'] === undefined ? 0 : 2,
} as const;

export default defineConfig({
  test: {
    globalSetup: ['test/support/global-setup.ts'],
    // Most files wait for servers rather than compute: one more than vitest takes on two cores.
    maxWorkers: 3,
    projects: [
      { test: { ...common, name: 'with workers', include: withWorkers } },
      {
        test: {
          ...common,
          name: 'rooms',
          include: ['test/**/*.test.ts'],
          exclude: withWorkers,
          // Nothing here keeps state in a module: what is loaded once serves every file of a process.
          isolate: false,
        },
      },
    ],
  },
});
