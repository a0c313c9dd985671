import { createVerify, randomUUID, X509Certificate } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inbox, type Received } from '../support/inbox.ts';
import { eventually } from '../support/levers.ts';
import { type Fault, partner, RESOURCE, type Reply, SPOKEN } from '../support/partner.ts';

interface Delivery {
  readonly id: number;
  readonly type: string;
  readonly state: string;
  readonly attempts: number;
}

let microsoft: Awaited<ReturnType<typeof partner>>;
let receiver: Awaited<ReturnType<typeof inbox>>;
beforeEach(async () => {
  microsoft = await partner({ firstRetryMs: 1 });
  receiver = await inbox();
});
afterEach(async () => {
  await microsoft.stop();
  await receiver.stop();
});

const EVENTS = ['azure-fraud-event-detected', 'subscription-updated', 'test-created'];
const REGISTRATION = '/webhooks/v1/registration';

async function call<T = Fault>(method: string, path: string, body?: object): Promise<Reply<T>> {
  const token = await microsoft.tokenOf({
    grant_type: 'client_credentials',
    resource: RESOURCE,
  });
  const reply = await fetch(`${microsoft.url}${path}`, {
    method,
    headers: { ...SPOKEN, authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await reply.text();
  return { status: reply.status, headers: reply.headers, text, body: JSON.parse(text) };
}
const register = (more: object = {}) =>
  call('POST', REGISTRATION, { WebhookUrl: receiver.url, WebhookEvents: EVENTS, ...more });
const raise = () => microsoft.pull('POST', 'alerts', { customerTenantId: randomUUID() });
const deliveries = async () => (await microsoft.pull<{ items: Delivery[] }>('GET', 'deliveries')).items;
const strike = (fault: object) => microsoft.pull('POST', 'faults', fault);
const settled = (state: string) =>
  eventually(async () => {
    const all = await deliveries();
    return all.length > 0 && all.every((one) => one.state === state) ? all : undefined;
  });

/** What a careful receiver checks (contract 11.3): the chain, the dates, the organisation, the signature over the raw bytes. */
async function verdictOn(delivery: Received | undefined, header = 'authorization'): Promise<string> {
  if (delivery === undefined) return 'nothing came';
  const { rootPem } = await microsoft.pull<{ rootPem: string }>('GET', 'webhook-trust');
  const root = new X509Certificate(rootPem);
  const url = delivery.headers['x-ms-certificate-url'];
  if (url === undefined || delivery.headers['x-ms-signature-algorithm'] !== 'rsa-sha256') return 'unsigned';
  const file = await fetch(String(url));
  expect(file.headers.get('content-type')).toBe('application/pkix-cert');
  const certificate = new X509Certificate(Buffer.from(await file.arrayBuffer()));
  if (!certificate.checkIssued(root) || !certificate.verify(root.publicKey)) return 'foreign root';
  if (Date.now() > Date.parse(certificate.validTo) || Date.now() < Date.parse(certificate.validFrom)) return 'expired';
  if (!certificate.subject.includes('O=Microsoft Corporation')) return 'another organisation';
  const signature = /^Signature (.+)$/.exec(String(delivery.headers[header]))?.[1] ?? '';
  const verify = createVerify('RSA-SHA256').update(delivery.body);
  return verify.verify(certificate.publicKey, signature, 'base64') ? 'good' : 'wrong signature';
}

test('a webhook is registered once, read and changed; what is not on offer is refused', async () => {
  const none = await call('GET', REGISTRATION);
  expect([none.status, none.body.code]).toEqual([404, '1000']);
  expect((await call('PUT', REGISTRATION, { WebhookUrl: receiver.url, WebhookEvents: EVENTS })).status).toBe(404);
  expect((await call<string[]>('GET', `${REGISTRATION}/events`)).body).toContain('azure-fraud-event-detected');
  for (const [wrong, code] of [
    [{ WebhookEvents: ['no-such-event'] }, '3000'],
    [{ WebhookEvents: [] }, '800002'],
    [{ WebhookUrl: 'ftp://example.com' }, '800002'],
  ] as const) {
    const refused = await register(wrong);
    expect([refused.status, refused.body.code]).toEqual([400, code]);
  }
  const made = await register();
  expect(made.body).toMatchObject({
    SubscriberId: expect.any(String),
    WebhookUrl: receiver.url,
    WebhookEvents: EVENTS,
  });
  expect((await register()).status).toBe(400);
  await call('PUT', REGISTRATION, { WebhookUrl: receiver.url, WebhookEvents: ['test-created'] });
  expect((await call('GET', REGISTRATION)).body).toEqual({ WebhookUrl: receiver.url, WebhookEvents: ['test-created'] });
});

test('an alert is announced with a signature that the served certificate and the root bear out', async () => {
  await register();
  const alert = await microsoft.pull<{ azureSubscriptionId: string }>('POST', 'alerts', {
    customerTenantId: randomUUID(),
  });
  const [delivery] = await receiver.first(1);
  expect(await verdictOn(delivery)).toBe('good');
  expect(JSON.parse(delivery?.body ?? '')).toEqual({
    EventName: 'azure-fraud-event-detected',
    ResourceUri: `https://api.partnercenter.microsoft.com/v1/fraudEvents?SubscriptionId=${alert.azureSubscriptionId}&EventStatus=Active`,
    AuditUri: expect.stringContaining('/auditactivity/v1/auditrecords/'),
    ResourceChangeUtcDate: expect.stringMatching(/\+00:00$/),
  });
});

test('on wish the signature comes in the other header', async () => {
  await register({ SignatureTokenToMsSignatureHeader: true });
  await raise();
  const [delivery] = await receiver.first(1);
  expect(delivery?.headers['authorization']).toBeUndefined();
  expect(await verdictOn(delivery, 'x-ms-signature')).toBe('good');
});

test('a change of state or licence count is announced, a change of name is not, nor what nobody registered for', async () => {
  const { path, id, tenantId } = await microsoft.seed();
  await microsoft.write(path, { quantity: 6 });
  await register({ WebhookEvents: ['subscription-updated'] });
  await microsoft.write(path, { friendlyName: 'renamed' });
  await raise();
  await microsoft.write(path, { status: 'suspended' });
  const [delivery] = await receiver.first(1);
  expect(JSON.parse(delivery?.body ?? '')).toMatchObject({
    EventName: 'subscription-updated',
    ResourceName: 'subscription',
    ResourceUri: `https://api.partnercenter.microsoft.com/webhooks/v1/customers/${tenantId}/subscriptions/${id}`,
  });
  // What time brings is announced when the tenant's clock passes it, without anyone looking.
  await microsoft.setClock(tenantId, '2032-01-01T00:00:00Z');
  const bodies = (await receiver.first(3)).map((one) => JSON.parse(one.body));
  expect(bodies.every((one) => one.EventName === 'subscription-updated')).toBe(true);
  expect((await deliveries()).map((one) => one.type)).toEqual(Array(3).fill('subscription-updated'));
});

test('an event of a kind that is late comes when its time has passed on the tenant’s clock, and tells of when it happened', async () => {
  await register();
  const tenantId = randomUUID();
  await microsoft.setClock(tenantId, '2030-01-01T00:00:00Z');
  const { path } = await microsoft.seed({}, tenantId);
  await microsoft.pull('POST', 'settings', { eventsAfterMs: { 'subscription-updated': 48 * 3_600_000 } });
  await microsoft.write(path, { quantity: 6 });
  await microsoft.setClock(tenantId, '2030-01-02T23:00:00Z');
  await raise();
  expect(JSON.parse((await receiver.first(1))[0]?.body ?? '').EventName).toBe('azure-fraud-event-detected');
  await microsoft.setClock(tenantId, '2030-01-03T00:00:01Z');
  await microsoft.setClock(tenantId, '2030-01-04T00:00:00Z');
  const [, late] = await receiver.first(2);
  expect(JSON.parse(late?.body ?? '')).toMatchObject({
    EventName: 'subscription-updated',
    ResourceChangeUtcDate: expect.stringMatching(/^2030-01-01T00:00:0/),
  });
  expect((await deliveries()).map((one) => one.type)).toEqual(['azure-fraud-event-detected', 'subscription-updated']);
});

test('a refused delivery is tried ten times and then rests in the offline queue until it is released', async () => {
  await register();
  receiver.answer(...Array<number>(10).fill(503));
  await raise();
  const [failed] = await eventually(async () => {
    const all = await deliveries();
    return all[0]?.state === 'failed' ? all : undefined;
  });
  expect(failed?.attempts).toBe(10);
  expect(receiver.received).toHaveLength(10);
  expect(new Set(receiver.received.map((one) => one.body)).size).toBe(1);
  await microsoft.pull('POST', `deliveries/${failed?.id}/release`);
  await settled('delivered');
  expect(receiver.received).toHaveLength(11);
});

test('an event comes twice, late, out of order or not at all, as the levers say', async () => {
  await register({ WebhookEvents: EVENTS });
  const at = (hour: number) => `2027-01-01T0${hour}:00:00Z`;
  const event = (hour: number) =>
    microsoft.pull('POST', 'events', { name: 'subscription-updated', at: at(hour), resourceUri: null });
  const hours = () => receiver.received.map((one) => Number(JSON.parse(one.body).ResourceChangeUtcDate.slice(11, 13)));
  await strike({ kind: 'webhookDuplicate', copies: 2 });
  await event(1);
  await receiver.first(2);
  expect(hours()).toEqual([1, 1]);
  await strike({ kind: 'webhookReorder' });
  await event(2);
  await event(3);
  await receiver.first(4);
  expect(hours()).toEqual([1, 1, 3, 2]);
  await strike({ kind: 'webhookDrop' });
  await event(4);
  await event(5);
  await receiver.first(5);
  expect(hours()).toEqual([1, 1, 3, 2, 5]);
  const held = (await deliveries()).find((one) => one.state === 'dropped');
  await microsoft.pull('POST', `deliveries/${held?.id}/release`);
  await receiver.first(6);
  expect(hours()).toEqual([1, 1, 3, 2, 5, 4]);
});

test.each([
  ['otherBytes', 'wrong signature'],
  ['unsigned', 'unsigned'],
  ['otherOrganisation', 'another organisation'],
  ['foreignRoot', 'foreign root'],
  ['expired', 'expired'],
])('a delivery can be forged: %s is seen as "%s", and the next one is good again', async (how, verdict) => {
  await register();
  await strike({ kind: 'webhookForge', how, match: { eventType: 'azure-fraud-event-detected' } });
  await raise();
  expect(await verdictOn((await receiver.first(1))[0])).toBe(verdict);
  await raise();
  expect(await verdictOn((await receiver.first(2))[1])).toBe('good');
});

test('the certificate is renewed under a new name, and what was signed before can still be checked', async () => {
  await register();
  await raise();
  const [before] = await receiver.first(1);
  await microsoft.pull('POST', 'webhook-trust/renewal');
  await raise();
  const [, after] = await receiver.first(2);
  expect(after?.headers['x-ms-certificate-url']).not.toBe(before?.headers['x-ms-certificate-url']);
  expect([await verdictOn(before), await verdictOn(after)]).toEqual(['good', 'good']);
  expect((await fetch(`${microsoft.url}/cert/nobody.cer`)).status).toBe(404);
});

test('a validation event is sent, its attempts can be read, and the third within a minute is 429', async () => {
  expect((await call('POST', `${REGISTRATION}/validationEvents`)).status).toBe(404);
  await register();
  receiver.answer(500);
  const { body } = await call<{ correlationId: string }>('POST', `${REGISTRATION}/validationEvents`);
  const result = await eventually(async () => {
    const read = await call<{ status: string; results: object[] }>(
      'GET',
      `${REGISTRATION}/validationEvents/${body.correlationId}`,
    );
    return read.body.status === 'completed' ? read.body : undefined;
  });
  expect(result).toMatchObject({
    correlationId: body.correlationId,
    callbackUrl: receiver.url,
    results: [
      { responseCode: 'InternalServerError', systemError: false },
      { responseCode: 'OK', systemError: false },
    ],
  });
  expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({
    EventName: 'test-created',
    ResourceName: 'test',
  });
  expect((await call('POST', `${REGISTRATION}/validationEvents`)).status).toBe(200);
  const third = await call<{ statusCode: number }>('POST', `${REGISTRATION}/validationEvents`);
  expect([third.status, third.body.statusCode]).toEqual([429, 429]);
  expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('without a subscription to test-created there is no validation event', async () => {
  await register({ WebhookEvents: ['subscription-updated'] });
  expect((await call('POST', `${REGISTRATION}/validationEvents`)).status).toBe(400);
});

test('what was not delivered before a stop is delivered after the next start, under the same root and the new address', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'webhooks-'));
  const first = await partner({ dataDir, firstRetryMs: 1_500 });
  const token = await first.tokenOf({ grant_type: 'client_credentials', resource: RESOURCE });
  await fetch(`${first.url}${REGISTRATION}`, {
    method: 'POST',
    headers: { ...SPOKEN, authorization: `Bearer ${token}` },
    body: JSON.stringify({ WebhookUrl: receiver.url, WebhookEvents: EVENTS }),
  });
  const trust = await first.pull<{ rootPem: string }>('GET', 'webhook-trust');
  receiver.answer(503);
  await first.pull('POST', 'alerts', { customerTenantId: randomUUID() });
  await eventually(async () => {
    const { items } = await first.pull<{ items: Delivery[] }>('GET', 'deliveries');
    return items[0]?.attempts === 1 ? items : undefined;
  });
  await first.stop();

  const second = await partner({ dataDir });
  try {
    const [before, after] = await receiver.first(2);
    expect(after?.body).toBe(before?.body);
    expect(String(after?.headers['x-ms-certificate-url'])).toContain(second.url);
    expect(await second.pull('GET', 'webhook-trust')).toMatchObject({ rootPem: trust.rootPem });
  } finally {
    await second.stop();
    await rm(dataDir, { recursive: true });
  }
});
