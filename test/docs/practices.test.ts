import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const document = readFileSync(join(root, 'docs', 'practices.md'), 'utf8');
const rows = [...document.matchAll(/^\| (\d+) \| (.+) \|$/gm)].map(([, number, rest]) => {
  const cells = (rest ?? '').split(' | ').map((cell) => cell.trim());
  const [state = ''] = (cells.at(-1) ?? '').split(':');
  return { number: Number(number), where: cells[1] ?? '', shownBy: cells[2] ?? '', state, why: cells.at(-1) ?? '' };
});

describe('the document of practices', () => {
  it('has every row of the guidance once, in order', () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 74 }, (_, index) => index + 1));
  });

  it('names only files that are there', () => {
    const named = [...document.matchAll(/`([^`\s]+\/[^`\s]+)`/g)].map(([, path]) => path ?? '');
    expect(named.length).toBeGreaterThan(80);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('says of what is done where it is and which test shows it, and of what is in part what is missing', () => {
    const bare = rows.filter(
      ({ state, where, shownBy }) => (state === 'done' || state === 'part') && !(where && shownBy),
    );
    expect(bare).toEqual([]);
    const silent = rows.filter(({ state, why }) => (state === 'part' || state === 'person') && !why.includes(': '));
    expect(silent).toEqual([]);
  });

  it('leaves at most five to a person, and none of the page itself', () => {
    const persons = rows.filter(({ state }) => state === 'person').map(({ number }) => number);
    expect(persons.length).toBeLessThanOrEqual(5);
    expect(persons.filter((number) => number <= 31)).toEqual([]);
  });

  it('counts what it says', () => {
    const count = (state: string) => rows.filter((row) => row.state === state).length;
    const states = ['done', 'part', 'open', 'person'];
    expect(states.reduce((sum, state) => sum + count(state), 0)).toBe(74);
    expect(document).toContain(states.map((state) => `${count(state)} ${state}`).join(', '));
  });
});
