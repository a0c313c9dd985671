import { afterEach, beforeEach, expect, test } from 'vitest';
import { PartnerCenterError, WebhookRefused } from '../../../adapters/index.ts';
import { createPartnerWebhooks } from '../../../adapters/partner-security/create-partner-webhooks.ts';
import { createWebhookRegistrations } from '../../../adapters/partner-security/create-webhook-registrations.ts';
import { startedMicrosoft } from '../support/microsoft.ts';
import { refusalOf } from '../support/refusal.ts';
import { type Webhook, webhookInbox } from '../support/webhook-inbox.ts';

let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
let connection: ReturnType<typeof microsoft.connection>;
let inbox: Awaited<ReturnType<typeof webhookInbox>>;
let webhooks: ReturnType<typeof createPartnerWebhooks>;

beforeEach(async () => {
  microsoft = await startedMicrosoft({ firstRetryMs: 1 });
  connection = microsoft.connection();
  inbox = await webhookInbox();
  const { rootPem } = await microsoft.control<{ rootPem: string }>('GET', '/webhook-trust');
  webhooks = createPartnerWebhooks({ certificatesUrl: `${microsoft.url}/cert/`, trustedRoots: rootPem });
});
afterEach(async () => {
  await webhooks.close();
  await connection.close();
  await microsoft.stop();
  await inbox.stop();
});

const registrations = () => createWebhookRegistrations(connection);
const wanted = () => ({ url: inbox.url, events: ['test-created', 'azure-fraud-event-detected', 'not-yet-invented'] });
const verify = ({ headers, body }: Webhook) =>
  webhooks.verify(Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])), body);
const announce = () =>
  microsoft.control('POST', '/events', {
    name: 'azure-fraud-event-detected',
    resourceUri: 'https://api.partnercenter.microsoft.com/v1/fraudEvents?SubscriptionId=x&EventStatus=Active',
    at: '2026-11-22T10:00:00Z',
  });
const writes = async () =>
  (await microsoft.allRequests()).flatMap(({ method, path }) =>
    path.endsWith('/registration') && method !== 'GET' ? [method] : [],
  );

test('what is not registered is registered, for those events that are on offer; a second time nothing is sent', async () => {
  expect(await registrations().read()).toBeNull();
  const events = ['test-created', 'azure-fraud-event-detected'];
  expect(await registrations().ensure(wanted())).toEqual({ url: inbox.url, events });
  expect(await registrations().ensure({ url: inbox.url, events: events.toReversed() })).toEqual({
    url: inbox.url,
    events,
  });
  expect(await writes()).toEqual(['POST']);
});

test('a registration for another address or other events is changed', async () => {
  await registrations().ensure({ url: 'http://127.0.0.1:1/elsewhere', events: ['test-created'] });
  expect(await registrations().ensure({ ...wanted(), events: ['test-created'] })).toMatchObject({ url: inbox.url });
  await registrations().ensure(wanted());
  expect(await writes()).toEqual(['POST', 'PUT', 'PUT']);
  expect(await registrations().read()).toEqual({
    url: inbox.url,
    events: ['test-created', 'azure-fraud-event-detected'],
  });
});

test.each(['POST', 'PUT'])('a registration by %s whose answer is lost is found standing', async (method) => {
  if (method === 'PUT') await registrations().ensure({ ...wanted(), events: ['test-created'] });
  await microsoft.fault({ kind: 'lostAnswer', match: { method, pathPattern: 'registration$' } });
  expect(await registrations().ensure(wanted())).toMatchObject({ url: inbox.url });
  expect((await writes()).filter((one) => one === method)).toHaveLength(1);
});

test('a trouble of the server while reading does not count as no registration', async () => {
  await registrations().ensure(wanted());
  await microsoft.fault({
    kind: 'status',
    status: 503,
    times: 9,
    match: { method: 'GET', pathPattern: 'registration$' },
  });
  expect(await refusalOf(PartnerCenterError, registrations().read())).toMatchObject({ kind: 'unavailable' });
});

test('a test event arrives, is believed, and its result can be read', async () => {
  await registrations().ensure(wanted());
  const correlationId = await registrations().sendTest();
  const [delivery] = await inbox.first(1);
  if (delivery === undefined) throw new Error('nothing has come');
  const event = await verify(delivery);
  expect(event).toMatchObject({ name: 'test-created', auditUri: null });
  expect(event.resourceUri).toContain(correlationId);
  await expect.poll(async () => (await registrations().testResult(correlationId)).completed).toBe(true);
  const { callbackUrl, results } = await registrations().testResult(correlationId);
  expect({ callbackUrl, results }).toMatchObject({
    callbackUrl: inbox.url,
    results: [{ responseCode: 'OK', systemError: false }],
  });
});

test('a third test within the minute is refused as throttled, with the time to wait', async () => {
  await registrations().ensure(wanted());
  await registrations().sendTest();
  await registrations().sendTest();
  const error = await refusalOf(PartnerCenterError, registrations().sendTest());
  expect(error).toMatchObject({ kind: 'throttled', needsPerson: false });
  expect(error.retryAfterMs).toBeGreaterThan(10_000);
});

test('an event is believed, also after the certificate was renewed, and its key is the same when it comes again', async () => {
  await registrations().ensure(wanted());
  await microsoft.fault({ kind: 'webhookDuplicate' });
  await announce();
  const [first, again] = await inbox.first(2);
  if (first === undefined || again === undefined) throw new Error('nothing has come');
  expect(await verify(again)).toEqual(await verify(first));
  expect(await verify(first)).toMatchObject({
    name: 'azure-fraud-event-detected',
    changedAt: Date.parse('2026-11-22T10:00:00Z'),
  });
  await microsoft.control('POST', '/webhook-trust/renewal', {});
  await announce();
  const third = (await inbox.first(3))[2];
  if (third === undefined) throw new Error('nothing has come');
  expect((await verify(third)).key).toBe((await verify(first)).key);
});

test.each([
  ['otherBytes', 'signature'],
  ['unsigned', 'headersMissing'],
  ['otherOrganisation', 'organisation'],
  ['foreignRoot', 'chain'],
  ['expired', 'dates'],
])('a forgery with %s is refused for %s', async (how, reason) => {
  await registrations().ensure(wanted());
  await microsoft.fault({ kind: 'webhookForge', how });
  await announce();
  const [delivery] = await inbox.first(1);
  if (delivery === undefined) throw new Error('nothing has come');
  expect((await refusalOf(WebhookRefused, verify(delivery))).reason).toBe(reason);
});
