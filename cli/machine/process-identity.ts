import { readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';

/**
 * Names one process for good. A process id alone is reused by the system, and ending a stranger that got an old number
 * would be the worse mistake than leaving an orphan behind: so the moment of its start belongs to its identity.
 */
export interface ProcessIdentity {
  readonly pid: number;
  /** Opaque: equal for the same process only, also across a reboot. */
  readonly startedAt: string;
}

/** The identity of a living process, or undefined when there is none with this id (a zombie counts as none). */
export function identify(pid: number): ProcessIdentity | undefined {
  const startedAt = process.platform === 'linux' ? linuxStart(pid) : psStart(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** Whether exactly this process, not a later one with its number, is alive. */
export function isAlive(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.startedAt === identity.startedAt;
}

/** The command line of a living process, or undefined where it is gone or may not be read. */
export function commandLine(pid: number): string | undefined {
  if (process.platform !== 'linux') return ps(pid, 'command=');
  const text = readOrUndefined(`/proc/${pid}/cmdline`);
  return text?.replaceAll('\0', ' ').trim();
}

function linuxStart(pid: number): string | undefined {
  const stat = readOrUndefined(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The name in brackets may hold spaces and brackets: fields are counted from the last bracket (proc(5): 3 = state, 22 = start time).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, start] = [fields[0], fields[19]];
  if (state === 'Z' || state === 'X' || start === undefined) return undefined;
  return `${readOrUndefined('/proc/sys/kernel/random/boot_id')?.trim() ?? ''}/${start}`;
}

function psStart(pid: number): string | undefined {
  return ps(pid, 'lstart=');
}

function ps(pid: number, column: string): string | undefined {
  const { status, stdout } = spawnSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' });
  const text = status === 0 ? stdout.trim() : '';
  return text === '' ? undefined : text;
}

function readOrUndefined(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
