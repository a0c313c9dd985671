import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ERRORS } from '../../domain/errors.ts';
import { errorsPage } from '../../scripts/errors-page.ts';

test('docs/errors.md is what the catalogue says', () => {
  expect(readFileSync('docs/errors.md', 'utf8')).toBe(errorsPage());
});

test('every code says what to do, in a sentence', () => {
  for (const [code, { title, action }] of Object.entries(ERRORS)) {
    expect(action, code).toMatch(/^[A-Z`].*\.$/);
    expect(title, code).not.toMatch(/\.$/);
  }
});
