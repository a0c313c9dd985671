import { type Database, integer, type Row, text } from './database.ts';
import type { SecretTarget } from './signature.ts';

export const WEBHOOK_SCHEMA = `
  create table if not exists deliveries (
    id integer primary key autoincrement,
    event_id text not null,
    event_type text not null,
    body text not null,
    state text not null check (state in ('pending', 'held', 'delivered', 'failed', 'dropped')),
    due_at integer not null,
    attempts integer not null default 0,
    last_status integer
  );
  create index if not exists deliveries_pending on deliveries (due_at, id) where state = 'pending';
`;

/** Where events go, with what the sender needs to sign for that place. */
interface WebhookTarget {
  readonly url: string;
}

export interface WebhookOptions<T extends WebhookTarget> {
  readonly db: Database;
  /** The headers that prove who sends; asked for anew at each attempt. */
  readonly sign: (delivery: { readonly eventId: string; readonly body: string }, target: T) => Record<string, string>;
  readonly userAgent: string;
  readonly target?: T | undefined;
  /** First wait after a failed attempt; doubles up to a minute. Wall time. Default 1,000 ms. */
  readonly firstRetryMs?: number | undefined;
  /** Default 4,320 attempts: three days. */
  readonly maxAttempts?: number | undefined;
  /** Told of each attempt: the status, 0 when there was no answer, and whether it was the last one. */
  readonly onAttempt?: (attempt: { readonly eventId: string; readonly status: number; readonly last: boolean }) => void;
}

/** One event on its way, with what shall befall it. */
export interface Dispatch {
  readonly eventId: string;
  readonly eventType: string;
  readonly body: string;
  /** Sent this many times. */
  readonly copies?: number;
  readonly delayMs?: number;
  /** `held`: goes out only after the next event has been delivered. `dropped`: never. */
  readonly fate?: 'pending' | 'held' | 'dropped';
}

/** Sends signed events to one endpoint, one at a time, in the order of their due instants; a failed attempt is made again with backoff. */
export interface WebhookSender<T extends WebhookTarget = SecretTarget> {
  /** Without a target nothing is kept: nobody has subscribed. */
  dispatch(event: Dispatch): void;
  setTarget(target: T): void;
  deliveries(): object[];
  /** Sends what was held, dropped, given up or delivered already (again) now; false when there is no such delivery. */
  release(id: number): boolean;
  stop(): Promise<void>;
}

const ATTEMPT_TIMEOUT_MS = 10_000;
/** Shorter than at a real sender: on one machine the receiver is back within a minute, and a person is waiting. */
const LONGEST_WAIT_MS = 60_000;

export function createWebhookSender<T extends WebhookTarget>(options: WebhookOptions<T>): WebhookSender<T> {
  const { db } = options;
  const firstRetryMs = options.firstRetryMs ?? 1_000;
  const maxAttempts = options.maxAttempts ?? 4_320;
  const stopping = new AbortController();
  let target = options.target;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;

  function wake(afterMs: number): void {
    clearTimeout(timer);
    if (stopping.signal.aborted || target === undefined) return;
    timer = setTimeout(() => {
      running ??= drain().finally(() => {
        running = undefined;
        schedule();
      });
    }, afterMs);
    timer.unref();
  }

  function schedule(): void {
    if (stopping.signal.aborted) return;
    const next = db.get("select due_at from deliveries where state = 'pending' order by due_at, id limit 1");
    if (next !== undefined) wake(Math.max(0, integer(next, 'due_at') - Date.now()));
  }

  async function drain(): Promise<void> {
    for (;;) {
      if (stopping.signal.aborted || target === undefined) return;
      const row = db.get(
        "select * from deliveries where state = 'pending' and due_at <= ? order by due_at, id limit 1",
        Date.now(),
      );
      if (row === undefined) return;
      const status = await attempt(row, target);
      if (stopping.signal.aborted) return;
      settle(row, status);
    }
  }

  async function attempt(row: Row, to: T): Promise<number> {
    const body = text(row, 'body');
    try {
      const response = await fetch(to.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'user-agent': options.userAgent,
          'x-simulated': '1',
          ...options.sign({ eventId: text(row, 'event_id'), body }, to),
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(ATTEMPT_TIMEOUT_MS)]),
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return 0;
    }
  }

  function settle(row: Row, status: number): void {
    const id = integer(row, 'id');
    const attempts = integer(row, 'attempts') + 1;
    const arrived = status >= 200 && status < 300;
    const state = arrived ? 'delivered' : attempts >= maxAttempts ? 'failed' : 'pending';
    const dueAt = Date.now() + Math.min(LONGEST_WAIT_MS, firstRetryMs * 2 ** Math.min(attempts - 1, 16));
    db.run(
      'update deliveries set state = ?, attempts = ?, last_status = ?, due_at = ? where id = ?',
      state,
      attempts,
      status,
      dueAt,
      id,
    );
    options.onAttempt?.({ eventId: text(row, 'event_id'), status, last: state !== 'pending' });
    if (arrived) db.run("update deliveries set state = 'pending' where state = 'held' and id < ?", id);
  }

  schedule();
  return {
    dispatch: ({ eventId, eventType, body, copies = 1, delayMs = 0, fate = 'pending' }) => {
      if (target === undefined) return;
      for (let copy = 0; copy < copies; copy += 1) {
        db.run(
          'insert into deliveries (event_id, event_type, body, state, due_at) values (?, ?, ?, ?, ?)',
          eventId,
          eventType,
          body,
          fate,
          Date.now() + delayMs,
        );
      }
      schedule();
    },
    setTarget: (next) => {
      target = next;
      schedule();
    },
    deliveries: () =>
      db
        .all('select id, event_id, event_type, state, attempts, last_status, due_at from deliveries order by id')
        .map((row) => ({
          id: integer(row, 'id'),
          eventId: text(row, 'event_id'),
          type: text(row, 'event_type'),
          state: text(row, 'state'),
          attempts: integer(row, 'attempts'),
          lastStatus: row['last_status'],
          dueAt: new Date(integer(row, 'due_at')).toISOString(),
        })),
    release: (id) => {
      const { changes } = db.run(
        "update deliveries set state = 'pending', attempts = 0, due_at = ? where id = ?",
        Date.now(),
        id,
      );
      schedule();
      return changes > 0;
    },
    stop: async () => {
      stopping.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
