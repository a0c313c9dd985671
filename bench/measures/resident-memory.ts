import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPidFile } from '../../cli/machine/pid-file.ts';
import type { BenchInstallation } from '../installation/open-installation.ts';

export const MIB = 1_048_576;

/** What the worker's process has resident now. */
export function residentBytes({ layout }: Pick<BenchInstallation, 'layout'>): number {
  const worker = readPidFile(join(layout.runDir, 'worker.pid'));
  if (worker === undefined) throw new Error('the worker does not run');
  const status = readFileSync(`/proc/${worker.pid}/status`, 'utf8');
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  if (kib === undefined) throw new Error('the kernel does not tell how much memory a process has');
  return Number(kib) * 1_024;
}
