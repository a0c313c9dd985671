import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Round } from '../../contracts/round-activities.ts';
import { body as AN_EVENT, certificateServer, signatureOf } from '../adapters/support/certificate-server.ts';
import { certified } from '../adapters/support/certificates.ts';
import { startApi, type TestApi } from './support/api.ts';

let microsoft: Awaited<ReturnType<typeof certificateServer>>;
let api: TestApi;
let close: () => Promise<void>;
const hurried: Round[] = [];
beforeAll(async () => {
  microsoft = await certificateServer();
  api = await startApi(
    {
      partnerWebhooks: microsoft.receiver(),
      hurry: async (round) => void hurried.push(round),
      limits: { bodyBytes: 20_000 },
    },
    (end) => {
      close = end;
    },
  );
});
afterAll(async () => {
  await close();
  await microsoft.stop();
});

let changes = 0;
/** An event that did not come before. */
const event = (name = 'azure-fraud-event-detected'): Buffer => {
  changes += 1;
  return Buffer.from(JSON.stringify({ EventName: name, ResourceChangeUtcDate: new Date(changes).toISOString() }));
};
const sends = async (bytes: Buffer, headers: object = microsoft.headersOf(bytes), type = 'application/json') => {
  const given = Object.entries({ 'content-type': type, ...headers }).filter(([, value]) => value !== undefined);
  const answer = await fetch(`${api.url}/webhooks/partner-center`, {
    method: 'POST',
    headers: Object.fromEntries(given) as Record<string, string>,
    body: new Uint8Array(bytes),
  });
  const { state, code } = (await answer.json()) as { state?: string; code?: string };
  return `${answer.status} ${state ?? code}`;
};
const rows = async () =>
  (
    await api.db
      .selectFrom('audit_event')
      .select(['kind', 'body'])
      .where('chain', '=', 'system')
      .where('kind', 'like', 'webhook.%')
      .orderBy('seq')
      .execute()
  ).map(({ kind, body }) => `${kind} ${String(body['code'] ?? body['name'])}`);
/** What it was answered, and the one row that it left. */
const answered = async (send: () => Promise<string>): Promise<readonly string[]> => {
  const before = (await rows()).length;
  const answer = await send();
  return [answer, ...(await rows()).slice(before)];
};

describe('a delivery for Partner Center’s webhook', () => {
  it('that is signed hurries the round which reads what it names, once, however often it is sent', async () => {
    expect(await answered(() => sends(AN_EVENT))).toEqual(['200 applied', 'webhook.taken azure-fraud-event-detected']);
    expect(await answered(() => sends(AN_EVENT))).toEqual(['200 known']);
    expect(hurried).toEqual(['alerts']);
  });

  it('of a kind that nobody knows is recorded once and ignored; the heartbeat leaves nothing', async () => {
    const unknown = event('something-of-tomorrow');
    expect(await answered(() => sends(unknown))).toEqual(['200 ignored', 'webhook.unknown something-of-tomorrow']);
    expect(await answered(() => sends(unknown))).toEqual(['200 known']);
    expect(await answered(() => sends(event('test-created')))).toEqual(['200 ignored']);
  });

  it.each<[string, () => Promise<string>, string, string]>([
    ['unsigned', () => sends(event(), {}), '401 unauthenticated', 'unauthenticated'],
    [
      'signed by somebody else',
      () => {
        const bytes = event();
        const by = certified({ commonName: 'x', organisations: ['Microsoft Corporation'] });
        return sends(bytes, microsoft.headersOf(bytes, { authorization: signatureOf(bytes, by) }));
      },
      '401 unauthenticated',
      'unauthenticated',
    ],
    [
      'signed for other bytes',
      () => sends(event(), microsoft.headersOf(event())),
      '401 unauthenticated',
      'unauthenticated',
    ],
    ['too large', () => sends(Buffer.alloc(20_001, 32)), '413 payload_too_large', 'payload_too_large'],
    ['garbage', () => sends(Buffer.from('{{{')), '400 malformed', 'malformed'],
    ['no JSON', () => sends(event(), {}, 'text/xml'), '415 unsupported_media_type', 'unsupported_media_type'],
    ['empty', () => sends(Buffer.alloc(0)), '400 malformed', 'malformed'],
  ])('that is %s is refused, leaves one row, and stops none that come after it', async (_name, send, answer, code) => {
    const before = hurried.length;
    expect(await answered(send)).toEqual([answer, `webhook.refused ${code}`]);
    expect(hurried).toHaveLength(before);
    expect(await sends(event('usagerecords-thresholdExceeded'))).toBe('200 applied');
    expect(hurried.at(-1)).toBe('usage');
  });

  it('that was refused does not make the same one unbelieved when it comes rightly signed', async () => {
    const bytes = event();
    expect(await sends(bytes, {})).toBe('401 unauthenticated');
    expect(await sends(bytes)).toBe('200 applied');
  });
});
