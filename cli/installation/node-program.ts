import { join } from 'node:path';
import { type Child, startChild, whenReady } from '../machine/child.ts';
import type { Part } from '../machine/supervise.ts';
import type { Layout } from './layout.ts';

type ProgramEnvironment = Readonly<Record<string, string>>;

/** A program of this repository, run as a process of its own. */
export interface NodeProgram<T> {
  readonly name: string;
  /** From the checkout's root, for example `worker/main.ts`. */
  readonly script: string;
  readonly args?: readonly string[];
  /** For Node itself. */
  readonly flags?: readonly string[];
  /** Added to this process's environment; a function is asked anew at each start. */
  readonly environment: ProgramEnvironment | (() => ProgramEnvironment);
  /** Asked until it answers something; see `readyLine`. */
  readonly ready: (child: Child) => Promise<T | undefined> | T | undefined;
  readonly timeoutMs?: number;
}

/** The part of an installation that runs a program; what `ready` answered is in `said`. */
export function nodeProgramPart<T>(layout: Layout, program: NodeProgram<T>): Part<Child & { readonly said: T }> {
  const { environment } = program;
  return {
    name: program.name,
    start: async (signal) => {
      const child = await startChild({
        name: program.name,
        command: process.execPath,
        // With the flags of this process: a Node before 22.18 has to be told to run TypeScript.
        args: [
          ...process.execArgv,
          ...(program.flags ?? []),
          join(layout.root, program.script),
          ...(program.args ?? []),
        ],
        cwd: layout.root,
        env: { ...process.env, ...(typeof environment === 'function' ? environment() : environment) },
        logFile: join(layout.logDir, `${program.name}.log`),
        runDir: layout.runDir,
      });
      const said = await whenReady(child, program.timeoutMs ?? 60_000, () => program.ready(child), signal);
      return { ...child, said };
    },
  };
}

/**
 * The line by which a program says that it is ready: JSON with `"ready": true` and whatever it wants known, for
 * example its addresses; or a logger's line with the message `message`.
 */
export function readyLine(output: string, message?: string): Readonly<Record<string, unknown>> | undefined {
  for (const line of output.split('\n')) {
    const value = line.startsWith('{') ? parsed(line) : undefined;
    if (typeof value !== 'object' || value === null) continue;
    const says = 'ready' in value && value.ready === true;
    if (says || (message !== undefined && 'msg' in value && value.msg === message)) return { ...value };
  }
  return undefined;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
