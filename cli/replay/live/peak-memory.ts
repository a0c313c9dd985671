import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Layout } from '../../installation/layout.ts';
import { readPidFile } from '../../machine/pid-file.ts';

/** Most memory that a part of the installation has had resident, in MiB; undefined where the kernel does not tell. */
export function peakMemory(layout: Layout, part: string): number | undefined {
  const process = readPidFile(join(layout.runDir, `${part}.pid`));
  if (process === undefined) return undefined;
  try {
    const status = readFileSync(`/proc/${process.pid}/status`, 'utf8');
    const kib = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
    return kib === undefined ? undefined : Number(kib) / 1024;
  } catch {
    return undefined;
  }
}
