import { describe, expect, test } from 'vitest';
import { meaningOf } from '../../../adapters/partner-center/errors.ts';
import { faultOf, retryAfterOf } from '../../../adapters/partner-center/fault.ts';
import { messageRequestId } from '../../../adapters/partner-center/request-id.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const reply = (status: number, body: unknown, headers: Record<string, string> = {}) => ({
  status,
  headers,
  text: typeof body === 'string' ? body : JSON.stringify(body),
});

describe('the catalogue', () => {
  test('reads the same number differently under different statuses', () => {
    expect(meaningOf(400, '800064').kind).toBe('refused');
    expect(meaningOf(409, '800064').kind).toBe('conflict');
    expect(meaningOf(401, '400').kind).toBe('unauthorized');
  });

  test.each([
    [401, '900421', 'unauthorized', true],
    [403, '800069', 'refused', true],
    [403, '13605', 'refused', true],
    [403, '800073', 'refused', false],
    [404, '20000', 'notFound', false],
    [400, '2055', 'stale', false],
    [400, '800096', 'conflict', false],
    [409, '900278', 'conflict', false],
    [500, '800094', 'unavailable', false],
  ] as const)('%i/%s is %s', (status, code, kind, needsPerson) => {
    expect(meaningOf(status, code)).toMatchObject({ kind, needsPerson, action: expect.stringMatching(/\.$/) });
  });

  test('gives an unknown refusal to a person and treats unknown server trouble as passing', () => {
    expect(meaningOf(400, '999999')).toMatchObject({ kind: 'refused', needsPerson: true });
    expect(meaningOf(418, null)).toMatchObject({ kind: 'refused', needsPerson: true });
    expect(meaningOf(599, null)).toMatchObject({ kind: 'unavailable', needsPerson: false });
    expect(meaningOf(412, null).kind).toBe('stale');
  });
});

describe('a fault', () => {
  test('keeps Microsoft’s words out of the message', () => {
    const fault = faultOf(
      reply(403, { code: 800_023, description: 'Contoso has no credit.' }, { 'ms-correlationid': 'c-1' }),
      now,
      false,
    );
    expect(fault).toMatchObject({ code: '800023', description: 'Contoso has no credit.', correlationId: 'c-1' });
    expect(fault.message).not.toContain('Contoso');
    expect(fault.message).toContain('800023');
  });

  test('of a server is doubtful after a write and only unavailable after a read', () => {
    expect(faultOf(reply(500, { code: '800003' }), now, true).kind).toBe('doubtful');
    expect(faultOf(reply(500, { code: '800003' }), now, false).kind).toBe('unavailable');
    expect(faultOf(reply(502, '<html>'), now, true)).toMatchObject({ kind: 'doubtful', code: null });
  });
});

test.each([
  [{ 'retry-after': '7' }, {}, 7_000],
  [{ 'retry-after': '0.25' }, {}, 250],
  [{ 'retry-after': 'Sun, 22 Nov 2026 12:00:30 GMT' }, {}, 30_000],
  [{ 'retry-after': 'Sun, 22 Nov 2026 11:00:00 GMT' }, {}, 0],
  [{}, { statusCode: 429, message: 'Rate limit is exceeded. Try again in 12 seconds.' }, 12_000],
  [{}, {}, null],
])('Retry-After %j with %j is %s ms', (headers, body, milliseconds) => {
  expect(retryAfterOf(reply(429, body, headers), now)).toBe(milliseconds);
});

test('a request id depends on the intention and on what is written, and on nothing else', () => {
  const id = messageRequestId('effect-1', 'PATCH', '/customers/t/subscriptions/s', 'etag-1');
  expect(id).toBe('77a4f4fa-827f-5215-aa15-f2306acbb41e');
  const others = [
    messageRequestId('effect-2', 'PATCH', '/customers/t/subscriptions/s', 'etag-1'),
    messageRequestId('effect-1', 'POST', '/customers/t/subscriptions/s', 'etag-1'),
    messageRequestId('effect-1', 'PATCH', '/customers/t/subscriptions/other', 'etag-1'),
    messageRequestId('effect-1', 'PATCH', '/customers/t/subscriptions/s', 'etag-2'),
  ];
  expect(new Set([id, ...others]).size).toBe(5);
});
