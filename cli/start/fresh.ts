import { existsSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { type Layout, dataOf } from '../installation/layout.ts';
import { lockDataDir } from '../installation/launcher-lock.ts';
import { MachineError } from '../machine/machine-error.ts';
import { endOrphans } from '../machine/pid-file.ts';

/**
 * Removes the data of an installation after a person has agreed to it. Nothing is removed while anything still runs on
 * it: a database file that is pulled from under its server is damaged for good.
 */
export async function startFresh(layout: Layout, yes: boolean): Promise<void> {
  const paths = dataOf(layout).filter((path) => existsSync(path));
  if (paths.length === 0) return;
  const lock = await lockDataDir(layout);
  try {
    if (!yes && !(await agreed(layout))) {
      throw new MachineError('not_confirmed', 'Nothing was removed.', [
        'To remove without being asked: npm start -- --fresh --yes',
      ]);
    }
    await endOrphans(layout.runDir);
    for (const path of paths) rmSync(path, { recursive: true, force: true });
  } finally {
    lock.release();
  }
}

async function agreed(layout: Layout): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await prompt.question(`Remove all data in ${layout.dataDir}? This cannot be undone. [y/N] `);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    prompt.close();
  }
}
