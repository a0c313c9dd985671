import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { endOrphans, readPidFile, writePidFile } from './pid-file.ts';
import { isAlive } from './process-identity.ts';

/** A folder for the servers of one run of this process. */
export interface RunFolder {
  readonly path: string;
  /** For the pid files of its servers. */
  readonly runDir: string;
  /** Call it when every server in it has stopped. */
  remove(): void;
}

/**
 * Makes a folder below `parent` that belongs to this process, a program called `owner`. Runs of it that were killed
 * left servers and folders behind: here they are ended and removed.
 */
export async function makeRunFolder(parent: string, owner: string): Promise<RunFolder> {
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    const its = readPidFile(join(parent, name, 'owner', `${owner}.pid`));
    if (its !== undefined && isAlive(its)) continue;
    await endOrphans(join(parent, name, 'run'), 1_000);
    rmSync(join(parent, name), { recursive: true, force: true });
  }
  const path = join(parent, `run-${process.pid}`);
  writePidFile(join(path, 'owner'), owner, process.pid);
  return { path, runDir: join(path, 'run'), remove: () => rmSync(path, { recursive: true, force: true }) };
}
