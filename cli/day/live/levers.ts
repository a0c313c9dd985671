import { request } from 'undici';
import { z } from 'zod';

/** The control API of a simulator. */
export interface Levers {
  /** Pulls one; `refused` when there is nothing to pull it on, or not in this state. @throws Error otherwise */
  pull(method: 'POST' | 'DELETE', path: string, body?: unknown): Promise<unknown>;
  /** Hands over bytes as they are: a mail. */
  send(path: string, bytes: Buffer): Promise<unknown>;
  read<T>(path: string, shape: z.ZodType<T>): Promise<T>;
}

/** A lever that could not be pulled. */
export const REFUSED = Symbol('refused');

export function leversOf(url: string): Levers {
  async function call(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<unknown> {
    const answer = await request(`${url}${path}`, {
      method,
      ...(body === undefined ? {} : asSent(body)),
    });
    const text = await answer.body.text();
    if (answer.statusCode === 409 || (answer.statusCode === 404 && method === 'POST')) return REFUSED;
    if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }
  return {
    pull: (method, path, body) => call(method, path, body),
    send: (path, bytes) => call('POST', path, bytes),
    read: async (path, shape) => shape.parse(await call('GET', path)),
  };
}

function asSent(body: unknown) {
  return Buffer.isBuffer(body)
    ? { headers: { 'content-type': 'message/rfc822' }, body }
    : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

const made = z.object({ id: z.string() });

/** The id of what a lever made. */
export function idOf(answer: unknown): string {
  return made.parse(answer).id;
}
