import { closeSync, existsSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MachineError } from '../machine/machine-error.ts';
import { readPidFile } from '../machine/pid-file.ts';
import { identify, isAlive } from '../machine/process-identity.ts';
import type { Layout } from './layout.ts';

/** Held by the one launcher of a data directory. */
export interface LauncherLock {
  /** Says that the launcher is on its way out: the next one then waits instead of being refused. */
  announceEnd(): void;
  release(): void;
}

/** How long a new launcher waits for one that is stopping. */
const patienceMs = 60_000;

/**
 * Takes the data directory, or throws a MachineError that names who has it. The lock of a killed launcher is taken
 * over; one that stops at this moment is waited for.
 */
export async function lockDataDir(layout: Layout): Promise<LauncherLock> {
  const { lockFile } = layout;
  mkdirSync(dirname(lockFile), { recursive: true, mode: 0o700 });
  const deadline = Date.now() + patienceMs;
  while (!create(lockFile)) {
    const holder = readPidFile(lockFile);
    if (holder === undefined || !isAlive(holder)) {
      rmSync(lockFile, { force: true });
    } else if (!isEnding(lockFile) || Date.now() > deadline) {
      throw new MachineError(
        'already_running',
        `Tenure is already running on ${layout.dataDir} (process ${holder.pid}).`,
        [
          `Use it: its addresses and tokens are in ${layout.credentialsFile}`,
          `or stop it first: kill -INT ${holder.pid}`,
          'or start another beside it: npm start -- --data-dir ANOTHER-FOLDER --port ANOTHER-PORT',
        ],
      );
    } else {
      await sleep(100);
    }
  }
  return {
    announceEnd: () => writeFileSync(endFile(lockFile), ''),
    release: () => {
      for (const file of [lockFile, endFile(lockFile)]) rmSync(file, { force: true });
    },
  };
}

function create(lockFile: string): boolean {
  try {
    const file = openSync(lockFile, 'wx', 0o600);
    writeSync(file, JSON.stringify(identify(process.pid)));
    closeSync(file);
    rmSync(endFile(lockFile), { force: true });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function endFile(lockFile: string): string {
  return `${lockFile}.ending`;
}

function isEnding(lockFile: string): boolean {
  return existsSync(endFile(lockFile));
}
