import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Child, type Exit, lastLines } from './child.ts';
import { MachineError, diskFull, saysDiskIsFull } from './machine-error.ts';

/** One process of the installation. */
export interface Part<T extends Child> {
  readonly name: string;
  /**
   * Starts the process and returns when it is ready. Called again after each death: it must come back on the same
   * address, because the other parts know it. `signal` says that the whole installation stops.
   */
  start(signal: AbortSignal): Promise<T>;
}

/** What the person at the terminal is told about a part that died. */
export type SupervisorEvent =
  | { readonly kind: 'died'; readonly part: string; readonly how: string; readonly restartInMs: number }
  | { readonly kind: 'restarted'; readonly part: string; readonly tookMs: number };

/** Keeps the parts of an installation running. */
export interface Supervisor {
  /** Starts a part, waits until it is ready, and watches it from then on. A part that fails here is not started again. */
  add<T extends Child>(part: Part<T>): Promise<T>;
  /** Aborted when the installation begins to stop. */
  readonly stopping: AbortSignal;
  /** Resolves with the reason when a part dies so often that starting it again is no use. */
  readonly gaveUp: Promise<MachineError>;
  /** Stops the parts, the last added first, each only when the one before it is gone. Safe to call twice. */
  stop(): Promise<void>;
}

/** Numbers of the supervision; the defaults are those of the design. */
export interface SupervisorOptions {
  readonly report: (event: SupervisorEvent) => void;
  /** As many deaths of one part within `windowMs` end everything. Default 5. */
  readonly deathsAllowed?: number;
  /** Default one minute. */
  readonly windowMs?: number;
  /** Pause before the first restart, doubled with each further death of the window, at most 5 s. Default 250 ms. */
  readonly firstPauseMs?: number;
}

const longestPauseMs = 5_000;

/** A supervisor without parts yet. */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const stopping = new AbortController();
  const watched: { readonly stop: () => Promise<void> }[] = [];
  const gaveUp = Promise.withResolvers<MachineError>();
  let stopped: Promise<void> | undefined;

  async function stopAll(): Promise<void> {
    stopping.abort();
    for (const part of watched.toReversed()) await part.stop();
  }

  return {
    stopping: stopping.signal,
    gaveUp: gaveUp.promise,
    add: async (part) => {
      stopping.signal.throwIfAborted();
      const child = await part.start(stopping.signal);
      const watching = watch(part, child, options, stopping.signal, gaveUp.resolve);
      watched.push({ stop: () => watching.stop() });
      return child;
    },
    stop: () => (stopped ??= stopAll()),
  };
}

/** Restarts one part until the installation stops or the part has died too often. */
function watch<T extends Child>(
  part: Part<T>,
  first: T,
  options: SupervisorOptions,
  stopping: AbortSignal,
  giveUp: (reason: MachineError) => void,
): { stop(): Promise<void> } {
  const { report, deathsAllowed = 5, windowMs = 60_000, firstPauseMs = 250 } = options;
  let current: Child = first;

  const loop = async (): Promise<void> => {
    let deaths: readonly number[] = [];
    let how = describeExit(await current.exited);
    while (!stopping.aborted) {
      const now = Date.now();
      deaths = [...deaths, now].filter((at) => now - at < windowMs);
      if (deaths.length >= deathsAllowed) return giveUp(diedTooOften(part.name, deaths.length, how, current));
      const restartInMs = Math.min(firstPauseMs * 2 ** (deaths.length - 1), longestPauseMs);
      report({ kind: 'died', part: part.name, how, restartInMs });
      await sleep(restartInMs, undefined, { signal: stopping }).catch(() => undefined);
      if (stopping.aborted) return;
      try {
        current = await part.start(stopping);
        report({ kind: 'restarted', part: part.name, tookMs: Date.now() - now });
        how = describeExit(await current.exited);
      } catch (error) {
        how = error instanceof Error ? error.message : String(error);
      }
    }
  };
  const looping = loop();
  return {
    stop: async () => {
      await current.stop();
      await looping;
      // A restart that was under way when the stop began has its own child by now.
      await current.stop();
    },
  };
}

/** With the child's last lines, unless `how` brings those of a start that failed. */
function diedTooOften(name: string, deaths: number, how: string, child: Child): MachineError {
  const output = how.includes('\n') ? '' : child.output();
  if (saysDiskIsFull(how + output)) return diskFull(dirname(child.logFile));
  const lines = lastLines(output, 15).map((line) => `  | ${line}`);
  const message = `${name} died ${deaths} times within a minute, the last time: ${how}`;
  return new MachineError('child_failed', [message, ...lines].join('\n'), [`Its whole log is ${child.logFile}.`]);
}

function describeExit({ code, signal }: Exit): string {
  return signal === null ? `exit code ${code}` : signal;
}
