import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { type ApiClient, ApiRefused, createApiClient } from '../../../cli/replay/live/api-client.ts';
import { ROLES } from '../../../api/roles.ts';

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const tokens = Object.fromEntries(ROLES.map((role) => [role, `token-${role}`])) as Record<
  (typeof ROLES)[number],
  string
>;
const made = z.object({ id: z.string() });
const problem = (status: number, code: string): Answer => ({ status, body: { code, detail: 'because' } });

/** A server that gives these answers one after the other, and what it was asked. */
async function answering(...answers: readonly (Answer | 'hang up')[]): Promise<{ api: ApiClient; asked: string[] }> {
  const asked: string[] = [];
  const left = [...answers];
  const server = createServer((request: IncomingMessage, response) => {
    const { authorization, 'idempotency-key': key } = request.headers;
    asked.push(
      `${request.method} ${request.url} ${authorization?.replace('Bearer token-', '')}${key === undefined ? '' : ` ${String(key)}`}`,
    );
    const answer = left.shift();
    if (answer === undefined || answer === 'hang up') return void request.socket.destroy();
    response.writeHead(answer.status, answer.headers).end(JSON.stringify(answer.body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const api = createApiClient({ apiUrl: `http://127.0.0.1:${address.port}`, tokens }, 2);
  onTestFinished(async () => {
    await api.close();
    server.close();
  });
  return { api, asked };
}

describe('the client of a replay', () => {
  it('repeats a post under the same key through a broken connection, a full API and a running first request', async () => {
    const { api, asked } = await answering(
      'hang up',
      { ...problem(503, 'unavailable'), headers: { 'retry-after': '0' } },
      problem(409, 'request_in_progress'),
      { status: 201, body: { id: 'inv_1' } },
    );
    expect(await api.post('finance', '/v1/invoices', 'k', { a: 1 }, made)).toEqual({ id: 'inv_1' });
    expect(asked).toEqual(Array.from({ length: 4 }, () => 'POST /v1/invoices finance k'));
    expect(api.calls()).toBe(4);
  });

  it('waits for what was not decided at once', async () => {
    const { api, asked } = await answering(
      { status: 202, body: { id: 'dsp_1', operation: '/v1/operations/op_1' } },
      { status: 200, body: { state: 'pending', problem: null } },
      { status: 200, body: { state: 'applied', problem: null } },
    );
    expect(await api.post('collector', '/v1/disputes', 'k', {}, made)).toEqual({ id: 'dsp_1' });
    expect(asked.slice(1)).toEqual(['GET /v1/operations/op_1 auditor', 'GET /v1/operations/op_1 auditor']);
  });

  it('says why what was not decided at once was refused in the end', async () => {
    const { api } = await answering(
      { status: 202, body: { id: 'dsp_1', operation: '/v1/operations/op_1' } },
      { status: 200, body: { state: 'refused', problem: { code: 'exceeds_open_amount', detail: 'too much' } } },
    );
    await expect(api.post('collector', '/v1/disputes', 'k', {}, made)).rejects.toMatchObject({
      code: 'exceeds_open_amount',
    });
  });

  it('does not repeat what a rule refuses', async () => {
    const { api, asked } = await answering(problem(422, 'future_issue_date'));
    const refused = api.post('finance', '/v1/invoices', 'k', {}, made);
    await expect(refused).rejects.toBeInstanceOf(ApiRefused);
    await expect(refused).rejects.toThrow('POST /v1/invoices: 422 future_issue_date: because');
    expect(asked).toHaveLength(1);
  });

  it('reads all pages of a list', async () => {
    const { api, asked } = await answering(
      { status: 200, body: { items: [{ id: 'a' }], nextCursor: 'x y' } },
      { status: 200, body: { items: [{ id: 'b' }], nextCursor: null } },
    );
    expect(await api.list('/v1/notices?customer=cus_1', made)).toEqual([{ id: 'a' }, { id: 'b' }]);
    expect(asked).toEqual([
      'GET /v1/notices?customer=cus_1&limit=200 auditor',
      'GET /v1/notices?customer=cus_1&limit=200&cursor=x%20y auditor',
    ]);
  });
});
