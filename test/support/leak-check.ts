import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect } from 'vitest';

/** Runs after every test file: a process that a test started and did not end fails the file. */
afterAll(async () => {
  const deadline = Date.now() + 2_000;
  while (childProcesses().length > 0 && Date.now() < deadline) await sleep(50);
  expect(childProcesses(), 'child processes left behind by this test file').toEqual([]);
});

/** Command lines of this process's living children; where there is no /proc, none are known. */
export function childProcesses(): readonly string[] {
  return processIds().flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(parent) !== process.pid || state === 'Z') return [];
      return [`${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()}`];
    } catch {
      return [];
    }
  });
}

function processIds(): readonly string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}
