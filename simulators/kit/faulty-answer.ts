import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { type Answer, empty, type Outcome } from './answer.ts';
import type { HttpFault } from './faults.ts';

/** How one service words its failures. */
export interface Dialect {
  /** A 4xx or 5xx without business meaning. */
  failure(status: number): Answer;
  throttled(retryAfterSeconds: number): Answer;
  /** A refusal by the code of the service's catalogue. */
  refusal(code: string | number, status: number | undefined): Answer;
}

export interface Told {
  readonly outcome: Outcome;
  /** False when a fault struck before any effect. */
  readonly performed: boolean;
}

type FaultOf<K extends HttpFault['kind']> = Extract<HttpFault, { kind: K }>;

/**
 * Carries out one call under the faults that strike it. Waiting comes first, then what prevents the effect, then the effect, then what
 * befalls the answer on its way. `signal` ends the waits when the simulator stops.
 */
export async function answerUnder(
  faults: readonly HttpFault[],
  dialect: Dialect,
  perform: () => Answer,
  path: string,
  signal: AbortSignal,
): Promise<Told> {
  const one = <K extends HttpFault['kind']>(kind: K): FaultOf<K> | undefined =>
    faults.find((fault): fault is FaultOf<K> => fault.kind === kind);

  const latency = one('latency');
  if (latency !== undefined) await pause(latency.ms, signal);

  const before = one('timeoutBefore');
  if (before !== undefined) {
    await pause(before.ms, signal);
    return { outcome: 'dropped', performed: false };
  }
  const throttle = one('throttle');
  if (throttle !== undefined) return { outcome: dialect.throttled(throttle.retryAfter), performed: false };
  const refuse = one('refuse');
  if (refuse !== undefined) return { outcome: dialect.refusal(refuse.code, refuse.status), performed: false };
  const status = one('status');
  if (status?.effect === 'none') return { outcome: dialect.failure(status.status), performed: false };

  const answer = perform();
  if (one('lostAnswer') !== undefined) return { outcome: 'dropped', performed: true };
  if (status !== undefined) return { outcome: dialect.failure(status.status), performed: true };
  if (one('accepted') !== undefined) return { outcome: empty(202, { location: path }), performed: true };
  return { outcome: disfigured(answer, faults), performed: true };
}

/** What befalls a good answer on its way. */
function disfigured(answer: Answer, faults: readonly HttpFault[]): Answer {
  let given = answer;
  for (const fault of faults) {
    if (fault.kind === 'edit') given = { ...given, body: JSON.stringify({ ...membersOf(given), ...fault.set }) };
    if (fault.kind === 'pascalCase') given = { ...given, body: JSON.stringify(pascalCase(membersOf(given))) };
  }
  return faults.some((fault) => fault.kind === 'bom') ? { ...given, body: `\uFEFF${given.body.toString()}` } : given;
}

function membersOf(answer: Answer): Record<string, unknown> {
  return z.record(z.string(), z.unknown()).parse(JSON.parse(answer.body.toString()));
}

function pascalCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pascalCase);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name.charAt(0).toUpperCase() + name.slice(1), pascalCase(member)]),
  );
}

/** Waits, or returns at once when the simulator stops. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds === 0) return;
  try {
    await wait(milliseconds, undefined, { signal, ref: false });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
