import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { type Answer, json, type Outcome } from './answer.ts';
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
  return { outcome: disfigure(answer, one('edit'), one('bom') !== undefined), performed: true };
}

function disfigure(answer: Answer, edit: FaultOf<'edit'> | undefined, bom: boolean): Answer {
  let body = answer.body;
  if (edit !== undefined) {
    const members = z.record(z.string(), z.unknown()).parse(JSON.parse(body.toString()));
    body = json(answer.status, { ...members, ...edit.set }).body;
  }
  return { ...answer, body: bom ? `\uFEFF${body.toString()}` : body };
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
