import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOM = 'simulators';

/** Every lever that a simulator has, as its code writes it; parameters are what stands in braces. */
function levers(): readonly string[] {
  const files = readdirSync(ROOM, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const code = files.map((name) => readFileSync(join(ROOM, name), 'utf8')).join('\n');
  return [...new Set([...code.matchAll(/'(\/control\/[^'\s]+)'/gu)].map(([, path = '']) => path))];
}

test('whoever drives the simulators finds every lever in their README', () => {
  const readme = readFileSync(join(ROOM, 'README.md'), 'utf8');
  const name = (path: string) => path.split('/').findLast((part) => !part.startsWith('{')) ?? path;
  expect(levers().length).toBeGreaterThan(60);
  expect(levers().filter((path) => !readme.includes(name(path)))).toEqual([]);
});
