import { expect } from 'vitest';

/** Pulls a lever of a simulator; anything but 2xx fails the test. */
export async function lever<T = unknown>(url: string, method: string, path: string, body?: object): Promise<T> {
  const reply = await fetch(`${url}/control/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(5_000),
  });
  const text = await reply.text();
  expect(reply.status, `${method} ${path}: ${text}`).toBeLessThan(300);
  return JSON.parse(text === '' ? 'null' : text);
}

/** Waits, five seconds at most, until `look` finds something. */
export async function eventually<T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const until = Date.now() + 5_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error('it did not happen within five seconds');
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  }
}
