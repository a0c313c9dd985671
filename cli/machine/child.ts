import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, fstatSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MachineError, diskFull, saysDiskIsFull } from './machine-error.ts';
import { removePidFile, writePidFile } from './pid-file.ts';

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A running child process whose output goes to a log file. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Resolves when the process is gone; never rejects. */
  readonly exited: Promise<Exit>;
  hasExited(): boolean;
  /** What it has written since it was started, at most the last 64 KiB. */
  output(): string;
  /** Asks it to stop, after a grace time by force; resolves once it is gone. Safe to call twice. */
  stop(): Promise<Exit>;
}

/** What to run, and where its traces go. */
export interface ChildOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly logFile: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
  /** Where its pid file is kept; without it a killed launcher cannot be repaired from. */
  readonly runDir?: string | undefined;
  /** Default SIGINT. */
  readonly stopSignal?: NodeJS.Signals;
  /** From the stop signal to SIGKILL; default 15 s. */
  readonly graceMs?: number;
}

const largestLog = 10 * 1024 * 1024;
const largestOutput = 64 * 1024;

/**
 * Starts a child in a process group of its own, so that Ctrl-C at the terminal reaches the launcher only, which then
 * stops its children in the right order. Its output goes straight to the file: a launcher that dies breaks no pipe.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { name, logFile, runDir, graceMs = 15_000, stopSignal = 'SIGINT' } = options;
  const log = openLog(logFile);
  const logStart = fstatSync(log).size;
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env,
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.gid }),
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const pid = await spawned(child, options.command);
  if (runDir !== undefined) writePidFile(runDir, name, pid);

  let exit: Exit | undefined;
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      exit = { code, signal };
      if (runDir !== undefined) removePidFile(runDir, name, pid);
      resolve(exit);
    });
  });
  return {
    name,
    pid,
    logFile,
    exited,
    hasExited: () => exit !== undefined,
    output: () => readFrom(logFile, logStart),
    stop: async () => {
      if (exit !== undefined) return exit;
      child.kill(stopSignal);
      const force = setTimeout(() => child.kill('SIGKILL'), graceMs);
      const result = await exited;
      clearTimeout(force);
      return result;
    },
  };
}

/**
 * Asks `ready` until it answers something else than undefined. The child is stopped and a MachineError thrown when it
 * dies first or the time is over; the error carries its last lines. `signal` says that nobody wants it any more.
 */
export async function whenReady<T>(
  child: Child,
  timeoutMs: number,
  ready: () => Promise<T | undefined> | T | undefined,
  signal?: AbortSignal,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    if (child.hasExited()) throw childFailed(child, `${child.name} ended before it was ready.`);
    if (signal?.aborted === true) {
      await child.stop();
      throw signal.reason;
    }
    const answer = await stoppingOnError(child, ready);
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) {
      await child.stop();
      throw childFailed(child, `${child.name} was not ready after ${Math.round(timeoutMs / 1000)} s.`, 'not_ready');
    }
    await sleep(25);
  }
}

async function stoppingOnError<T>(child: Child, work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await child.stop();
    throw error;
  }
}

/** The error for a child that failed: a full disk by its name, all else with the child's last lines. */
export function childFailed(
  child: Pick<Child, 'name' | 'logFile' | 'output'>,
  message: string,
  code: 'child_failed' | 'not_ready' = 'child_failed',
): MachineError {
  const output = child.output();
  if (saysDiskIsFull(output)) return diskFull(dirname(child.logFile));
  return new MachineError(code, [message, ...lastLines(output, 15).map((line) => `  | ${line}`)].join('\n'), [
    `The whole log is ${child.logFile}.`,
  ]);
}

/** The last `count` lines that are not empty. */
export function lastLines(text: string, count: number): readonly string[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-count);
}

async function spawned(child: ChildProcess, command: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => {
      reject(new MachineError('command_failed', `${command} could not be started: ${error.message}`));
    });
  });
  if (child.pid === undefined) throw new MachineError('command_failed', `${command} was started without a process id`);
  return child.pid;
}

/** Appends; a log that has grown large is put aside once, so that years of restarts do not fill the disk. */
function openLog(path: string): number {
  mkdirSync(dirname(path), { recursive: true });
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > largestLog) renameSync(path, `${path}.old`);
  return openSync(path, 'a', 0o600);
}

function readFrom(path: string, start: number): string {
  const file = openSync(path, 'r');
  try {
    const end = fstatSync(file).size;
    const from = Math.max(start, end - largestOutput);
    const buffer = Buffer.alloc(Math.max(0, end - from));
    readSync(file, buffer, 0, buffer.length, from);
    return buffer.toString('utf8');
  } finally {
    closeSync(file);
  }
}
