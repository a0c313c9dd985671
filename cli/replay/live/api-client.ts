import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { z } from 'zod';
import type { Role } from '../../../db/tables/machinery-tables.ts';

/** An answer of the API that says that a call was refused for good. */
export class ApiRefused extends Error {
  override readonly name = 'ApiRefused';
  readonly status: number;
  readonly code: string;

  constructor(call: string, status: number, code: string, detail: string) {
    super(`${call}: ${status} ${code}: ${detail}`);
    this.status = status;
    this.code = code;
  }
}

/** The API of an installation, as a program calls it. */
export interface ApiClient {
  get<T>(path: string, shape: z.ZodType<T>): Promise<T>;
  /** Every item of a list, all pages. */
  list<T>(path: string, item: z.ZodType<T>): Promise<readonly T[]>;
  /**
   * Posts as often as it takes, under an idempotency key where doing it twice would do harm; a write that is not decided
   * at once (202) is waited for.
   * @throws ApiRefused
   */
  post<T>(role: Role, path: string, key: string | undefined, body: unknown, shape: z.ZodType<T>): Promise<T>;
  /** Calls made so far, repetitions included. */
  readonly calls: () => number;
  close(): Promise<void>;
}

export interface ApiAddress {
  readonly apiUrl: string;
  readonly tokens: Readonly<Record<Role, string>>;
}

/** Long enough for a restart of API, worker or database in between. */
const GIVE_UP_AFTER_MS = 3 * 60_000;
/** An advance whose API was killed keeps its place for a quarter of an hour. */
const CLOCK_FREE_AFTER_MS = 20 * 60_000;
/** An answer may take as long as an advance of a clock may. */
const ANSWER_WITHIN_MS = 60_000;
const PAGE = 200;

const problem = z.object({ code: z.string(), detail: z.string() });
const operation = z.object({ state: z.enum(['pending', 'applied', 'refused']), problem: problem.nullish() });
const undecided = z.object({ operation: z.string() });

/** Calls the API over connections that are kept open, `connections` at a time. */
export function createApiClient({ apiUrl, tokens }: ApiAddress, connections: number): ApiClient {
  const pool = new Pool(apiUrl, { connections, bodyTimeout: ANSWER_WITHIN_MS, headersTimeout: ANSWER_WITHIN_MS });
  let calls = 0;

  async function once(role: Role, method: 'GET' | 'POST', path: string, key?: string, body?: unknown) {
    calls += 1;
    const answer = await pool.request({
      method,
      path,
      headers: {
        authorization: `Bearer ${tokens[role]}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.body.text();
    return { status: answer.statusCode, retryAfter: Number(answer.headers['retry-after'] ?? 0), text };
  }

  /** Repeats what may pass: a connection that breaks, 409 `request_in_progress`, 429, 5xx. */
  async function call(role: Role, method: 'GET' | 'POST', path: string, key?: string, body?: unknown) {
    const begun = Date.now();
    const isLate = (code?: string) =>
      Date.now() - begun > (code === 'clock_moving' ? CLOCK_FREE_AFTER_MS : GIVE_UP_AFTER_MS);
    for (let pause = 100; ; pause = Math.min(pause * 2, 5_000)) {
      const answer = await once(role, method, path, key, body).catch((error: unknown) => {
        if (isLate()) throw error;
        return undefined;
      });
      if (answer && answer.status < 300) return { status: answer.status, body: JSON.parse(answer.text) as unknown };
      const refused = answer && refusalIn(`${method} ${path}`, answer.status, answer.text);
      if (refused && (!mayPass(refused) || isLate(refused.code))) throw refused;
      await sleep(Math.max(pause, (answer?.retryAfter ?? 0) * 1_000));
    }
  }

  async function settled(path: string): Promise<void> {
    const giveUpAt = Date.now() + 10 * 60_000;
    for (let pause = 50; ; pause = Math.min(pause * 2, 2_000)) {
      const { state, problem: why } = operation.parse((await call('auditor', 'GET', path)).body);
      if (state === 'applied') return;
      if (state === 'refused') throw new ApiRefused(path, 409, why?.code ?? 'refused', why?.detail ?? '');
      if (Date.now() > giveUpAt) throw new ApiRefused(path, 202, 'pending', 'it was not decided within ten minutes');
      await sleep(pause);
    }
  }

  return {
    calls: () => calls,
    close: () => pool.close(),
    get: async (path, shape) => shape.parse((await call('auditor', 'GET', path)).body),
    async list(path, item) {
      const page = z.object({ items: z.array(item), nextCursor: z.string().nullable() });
      const items: z.output<typeof item>[] = [];
      const separator = path.includes('?') ? '&' : '?';
      for (let cursor: string | null = ''; cursor !== null; ) {
        const from = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        const { body } = await call('auditor', 'GET', `${path}${separator}limit=${PAGE}${from}`);
        const read = page.parse(body);
        items.push(...read.items);
        cursor = read.nextCursor;
      }
      return items;
    },
    async post(role, path, key, body, shape) {
      const answer = await call(role, 'POST', path, key, body);
      const open = answer.status === 202 ? undecided.safeParse(answer.body) : undefined;
      if (open?.success) await settled(open.data.operation);
      return shape.parse(answer.body);
    },
  };
}

function mayPass({ status, code }: ApiRefused): boolean {
  return status === 429 || status >= 500 || code === 'request_in_progress' || code === 'clock_moving';
}

function refusalIn(call: string, status: number, text: string): ApiRefused {
  try {
    const { code, detail } = problem.parse(JSON.parse(text));
    return new ApiRefused(call, status, code, detail);
  } catch {
    return new ApiRefused(call, status, 'unreadable', text.slice(0, 300));
  }
}
