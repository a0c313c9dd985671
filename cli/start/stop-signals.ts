import { readFileSync } from 'node:fs';
import { endOrphans } from '../machine/pid-file.ts';

/** How often to look whether whoever started us is still there. */
const watchMs = 1_000;
/** A second Ctrl-C that comes later than this is meant as one: within it, it is the same one twice. */
const sameMs = 1_500;

/**
 * Calls `stop` once on Ctrl-C, on a polite end, when the terminal is closed, and when the npm or the bootstrap that
 * started this process is killed: without it nobody would be left who can stop what runs. A second Ctrl-C ends the
 * children by force and the process at once; the next start repairs from that.
 */
export function onStopSignal(runDir: string, stop: (why: string) => void): void {
  let firstAt: number | undefined;
  const once = (why: string): void => {
    if (firstAt !== undefined) return;
    firstAt = Date.now();
    stop(why);
  };
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) process.on(signal, () => once(signal));
  process.on('SIGINT', () => {
    if (firstAt === undefined || Date.now() - firstAt < sameMs) return once('Ctrl-C');
    void endOrphans(runDir, 0).finally(() => process.exit(130));
  });
  process.on('disconnect', () => once('the command that started this one is gone'));
  process.channel?.unref();
  if (process.env['npm_lifecycle_event'] !== undefined) watchParent(() => once('npm is gone'));
}

function watchParent(gone: () => void): void {
  const before = ancestors();
  const timer = setInterval(() => {
    if (ancestors() === before) return;
    clearInterval(timer);
    gone();
  }, watchMs);
  timer.unref();
}

/** Parent and, where the system tells it, grandparent: npm runs its scripts in a shell, which outlives a killed npm. */
function ancestors(): string {
  try {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
    return `${process.ppid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]}`;
  } catch {
    return String(process.ppid);
  }
}
