import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Temporal's native worker and vitest's threads do not go together (sdk-typescript#876).
    pool: 'forks',
    // No module keeps the state of a test: what one file of a process has loaded serves the others.
    isolate: false,
    // Most files wait for servers rather than compute: one more than vitest takes on two cores.
    maxWorkers: 3,
    globalSetup: ['test/support/global-setup.ts'],
    setupFiles: ['test/support/leak-check.ts'],
    // Real servers on a shared machine: a stall of some seconds is no failure, a hang is.
    testTimeout: 90_000,
    hookTimeout: 240_000,
    // In CI a test that fails is tried again, so that a stall does not cost a landing; a bug fails every time.
    retry: process.env['CI'] === undefined ? 0 : 2,
  },
});
