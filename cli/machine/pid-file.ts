import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts';

/** A child that an earlier launcher left behind and that was ended now. */
export interface EndedOrphan {
  readonly name: string;
  readonly pid: number;
}

const extension = '.pid';

/** Writes `<runDir>/<name>.pid`, so that a later start can find the process if this launcher is killed. */
export function writePidFile(runDir: string, name: string, pid: number): void {
  const identity = identify(pid);
  if (identity === undefined) return;
  mkdirSync(runDir, { recursive: true });
  const path = join(runDir, name + extension);
  writeFileSync(`${path}.new`, JSON.stringify(identity));
  renameSync(`${path}.new`, path);
}

/** Removes the pid file, but only while it still names `pid`: a restarted child may have written its own. */
export function removePidFile(runDir: string, name: string, pid: number): void {
  const path = join(runDir, name + extension);
  if (readPidFile(path)?.pid === pid) rmSync(path, { force: true });
}

/** The process that a pid file names, or undefined when the file is missing or damaged. */
export function readPidFile(path: string): ProcessIdentity | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('startedAt' in value)) return undefined;
    const { pid, startedAt } = value;
    return typeof pid === 'number' && typeof startedAt === 'string' ? { pid, startedAt } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Ends the children that a killed launcher left behind: first politely, so that databases close their files, after
 * `graceMs` by force. Returns when every one of them is gone: nobody may touch their files before that.
 */
export async function endOrphans(runDir: string, graceMs = 15_000): Promise<readonly EndedOrphan[]> {
  const orphans = pidFilesIn(runDir).flatMap((file) => {
    const identity = readPidFile(join(runDir, file));
    return identity === undefined || !isAlive(identity) ? [] : [{ name: file.slice(0, -extension.length), identity }];
  });
  await Promise.all(orphans.map(({ identity }) => endProcess(identity, graceMs)));
  for (const file of pidFilesIn(runDir)) rmSync(join(runDir, file), { force: true });
  return orphans.map(({ name, identity }) => ({ name, pid: identity.pid }));
}

/** SIGINT (for PostgreSQL a fast shutdown, for Node programs the same as Ctrl-C), then SIGKILL; returns once it is gone. */
export async function endProcess(identity: ProcessIdentity, graceMs: number): Promise<void> {
  const forceAt = Date.now() + graceMs;
  let forced = false;
  signal(identity, 'SIGINT');
  while (isAlive(identity)) {
    if (!forced && Date.now() >= forceAt) {
      forced = true;
      signal(identity, 'SIGKILL');
    }
    await sleep(25);
  }
}

function signal(identity: ProcessIdentity, name: NodeJS.Signals): void {
  try {
    if (isAlive(identity)) process.kill(identity.pid, name);
  } catch {
    // Gone between the look and the signal, which is what was wanted.
  }
}

function pidFilesIn(runDir: string): readonly string[] {
  try {
    return readdirSync(runDir).filter((file) => file.endsWith(extension));
  } catch {
    return [];
  }
}
