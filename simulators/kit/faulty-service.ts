import type { Answer, Outcome } from './answer.ts';
import type { Database } from './database.ts';
import { answerUnder, type Dialect } from './faulty-answer.ts';
import type { HttpFault, Occasion } from './faults.ts';
import type { Call } from './http-server.ts';
import type { Journal } from './journal.ts';

export interface Performed {
  readonly answer: Answer;
  /** It is the stored answer of an earlier call; nothing was done. */
  readonly replayed: boolean;
}

export interface ServiceParts {
  readonly db: Database;
  readonly journal: Journal;
  readonly dialect: Dialect;
  /** Ends waiting faults when the simulator stops. */
  readonly signal: AbortSignal;
  readonly strike: (occasion: Occasion) => readonly HttpFault[];
  /** Whom a call is about, its idempotency key, and the business time of that subject. */
  readonly describe: (call: Call) => {
    readonly subject: string | null;
    readonly requestId: string | null;
    readonly businessTime: number;
  };
  readonly perform: (call: Call) => Performed;
  /** What every answer carries, faulty ones included. */
  readonly dress: (answer: Answer, call: Call) => Answer;
}

/**
 * A service on whose calls faults strike and which keeps a journal. Effect, stored answer and journal entry are one transaction:
 * after a crash there are all of them or none.
 */
export function createFaultyService(parts: ServiceParts): (call: Call) => Promise<Outcome> {
  return async (call) => {
    const about = parts.describe(call);
    const struck = parts.strike({ method: call.method, path: call.path, tenantId: about.subject ?? undefined });
    const names = struck.map((fault) => fault.kind).join('+');
    const record = (status: number | null, performed: number | null, replayed: boolean): void =>
      parts.journal.record({
        at: Date.now(),
        ...about,
        method: call.method,
        path: call.path,
        status,
        performed,
        replayed,
        fault: names === '' ? null : names,
      });
    const answerIsLost = struck.some((fault) => fault.kind === 'lostAnswer');
    const statusInstead = struck.some((fault) => fault.kind === 'accepted')
      ? 202
      : struck.find((fault) => fault.kind === 'status')?.status;
    const perform = (): Answer =>
      parts.db.transaction(() => {
        const { answer, replayed } = parts.perform(call);
        record(answerIsLost ? null : (statusInstead ?? answer.status), answer.status, replayed);
        return answer;
      });
    const { outcome, performed } = await answerUnder(struck, parts.dialect, perform, call.path, parts.signal);
    if (!performed) record(outcome === 'dropped' ? null : outcome.status, null, false);
    return outcome === 'dropped' ? outcome : parts.dress(outcome, call);
  };
}
