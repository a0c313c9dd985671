import { join } from 'node:path';
import { expect, test } from 'vitest';
import { completeLockfile, missingOptionalPackages, readLockfile } from '../../scripts/complete-lockfile.ts';
import { projectRoot } from '../support/test-machine-answers.ts';

const lockfile = readLockfile(join(projectRoot, 'package-lock.json'));

test('package-lock.json lists every optional package that it names, or npm ci refuses it (node scripts/complete-lockfile.ts)', () => {
  expect(missingOptionalPackages(lockfile)).toEqual([]);
});

test('package-lock.json pins one exact version of everything', () => {
  const loose = Object.entries(lockfile.packages).filter(([, { version }]) => !/^\d+\.\d+\.\d+/.test(version ?? ''));
  expect(loose).toEqual([]);
});

test('what is missing is added with its version and platform, and nothing else changes', () => {
  const { 'node_modules/@biomejs/cli-linux-arm64-musl': removed, ...packages } = lockfile.packages;
  expect(removed).toBeDefined();
  const damaged = { ...lockfile, packages };
  expect(missingOptionalPackages(damaged).map(({ name }) => name)).toEqual(['@biomejs/cli-linux-arm64-musl']);
  const mended = completeLockfile(damaged);
  expect(mended.packages['node_modules/@biomejs/cli-linux-arm64-musl']).toEqual({
    version: lockfile.packages['node_modules/@biomejs/biome']?.version,
    cpu: ['arm64'],
    dev: true,
    libc: ['musl'],
    optional: true,
    os: ['linux'],
  });
  expect(Object.keys(mended.packages)).toEqual(Object.keys(lockfile.packages));
});
