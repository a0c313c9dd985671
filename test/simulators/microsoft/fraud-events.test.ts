import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ALERTS, type GraphAlert, graphOf, type Raised } from '../support/graph.ts';
import { type Fault, partner } from '../support/partner.ts';

interface FraudEvent {
  readonly eventId: string;
  readonly eventStatus: string;
  readonly resolvedReason: string;
}

let microsoft: Awaited<ReturnType<typeof partner>>;
beforeEach(async () => {
  microsoft = await partner();
});
afterEach(() => microsoft.stop());

const raise = (alert: object = {}) =>
  microsoft.pull<Raised>('POST', 'alerts', { customerTenantId: randomUUID(), ...alert });
const asUser = <T = FraudEvent[]>(method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
  microsoft.call<T>(method, path, body, { authorization: `Bearer ${microsoft.userToken}`, ...headers });
const NEW = { 'x-neweventsmodel': 'true' };
const judge = (azureSubscriptionId: string) => `/fraudEvents/subscription/${azureSubscriptionId}/status`;

test('fraud events are for a person only: an app-only token is 403/900329 on both calls', async () => {
  const { azureSubscriptionId } = await raise();
  for (const [method, path] of [
    ['GET', '/fraudEvents'],
    ['POST', judge(azureSubscriptionId)],
  ] as const) {
    const refused = await microsoft.call(method, path, method === 'POST' ? { EventStatus: 'Active' } : undefined);
    expect([refused.status, refused.body.code]).toEqual([403, '900329']);
  }
});

test('the list is a bare array; the old model is short, the new one has type, severity and texts', async () => {
  const { eventId, azureSubscriptionId, id } = await raise({ alertType: 'usageAnomalyDetection', isTest: true });
  const old = (await asUser('GET', '/fraudEvents')).body;
  expect(old).toHaveLength(1);
  expect(old[0]).toMatchObject({
    eventId: `${azureSubscriptionId}_${id}`,
    eventStatus: 'Active',
    resolvedReason: 'None',
    resolvedOn: '9999-12-31T23:59:59.9970000',
    subscriptionType: 'modern',
    hitCount: '1',
  });
  expect(old[0]).not.toHaveProperty('eventType');
  const modern = (await asUser('GET', '/fraudEvents', undefined, NEW)).body;
  expect(modern[0]).toMatchObject({
    eventId,
    eventType: 'UsageAnomalyDetection',
    severity: 'High',
    IsTest: 'true',
    activityLogs: '[]',
  });
});

test('filters on status and subscription hold, on type only in the new model, and a wrong word is refused', async () => {
  const one = await raise({ alertType: 'usageAnomalyDetection' });
  await raise({ status: 'resolved', resolvedReason: 'ignore' });
  const ids = async (query: string, headers = {}) =>
    (await asUser('GET', `/fraudEvents?${query}`, undefined, headers)).body.map((event) => event.eventId);
  expect(await ids('EventStatus=Active')).toEqual([one.eventId]);
  expect(await ids(`SubscriptionId=${one.azureSubscriptionId}`)).toEqual([one.eventId]);
  expect(await ids(`SubscriptionId=${randomUUID()}`)).toEqual([]);
  expect(await ids('EventType=UsageAnomalyDetection', NEW)).toEqual([one.eventId]);
  expect(await ids('EventType=UsageAnomalyDetection')).toHaveLength(2);
  const refusals: (string | number)[][] = [];
  for (const query of ['EventStatus=Open', 'SubscriptionId=mine', 'PageSize=x&PageNumber=1']) {
    const refused = await asUser<Fault>('GET', `/fraudEvents?${query}`, undefined, NEW);
    refusals.push([refused.status, refused.body.code]);
  }
  expect(refusals).toEqual([
    [400, '900126'],
    [400, '3000'],
    [400, '3000'],
  ]);
});

test('the new model pages by number, without total and link: the last page is short', async () => {
  const raised = [];
  for (let index = 0; index < 5; index += 1) raised.push((await raise()).eventId);
  const seen: string[] = [];
  for (let page = 1; ; page += 1) {
    const { body } = await asUser('GET', `/fraudEvents?PageSize=2&PageNumber=${page}`, undefined, NEW);
    seen.push(...body.map((event) => event.eventId));
    if (body.length < 2) break;
  }
  expect(seen).toEqual(raised);
  expect((await asUser('GET', '/fraudEvents?PageSize=2&PageNumber=0', undefined, NEW)).body).toHaveLength(5);
});

test('a verdict goes to the events named, or to all of the subscription', async () => {
  const azureSubscriptionId = randomUUID();
  const [first] = [await raise({ azureSubscriptionId }), await raise({ azureSubscriptionId })];
  const named = await asUser('POST', judge(azureSubscriptionId), {
    EventIds: [first.eventId],
    EventStatus: 'Resolved',
    ResolvedReason: 'Fraud',
  });
  expect(named.body.map((event) => [event.eventId, event.eventStatus, event.resolvedReason])).toEqual([
    [first.eventId, 'Resolved', 'Fraud'],
  ]);
  const all = await asUser('POST', judge(azureSubscriptionId), { EventIds: [], EventStatus: 'Investigating' });
  expect(all.body.map((event) => event.eventStatus)).toEqual(['Investigating', 'Investigating']);
});

test('a wrong verdict is refused in the published words and changes nothing', async () => {
  const { azureSubscriptionId, eventId } = await raise();
  const attempts: [string, object, number, string][] = [
    [azureSubscriptionId, {}, 400, '800002'],
    [azureSubscriptionId, { EventStatus: 'Resolve', ResolvedReason: 'Fraud' }, 400, '900126'],
    [azureSubscriptionId, { EventStatus: 'Resolved' }, 400, '800002'],
    [azureSubscriptionId, { EventStatus: 'Resolved', ResolvedReason: 'Legitimate' }, 400, '900126'],
    [azureSubscriptionId, { EventStatus: 'Resolved', ResolvedReason: 'Fraud', EventIds: ['no such'] }, 404, '1000'],
    [randomUUID(), { EventStatus: 'Resolved', ResolvedReason: 'Fraud' }, 404, '1000'],
  ];
  for (const [subscription, body, status, wanted] of attempts) {
    const refused = await asUser<Fault>('POST', judge(subscription), body);
    expect([refused.status, refused.body.code], JSON.stringify(body)).toEqual([status, wanted]);
  }
  const [event] = (await asUser('GET', '/fraudEvents')).body;
  expect([event?.eventId, event?.eventStatus]).toEqual([eventId, 'Active']);
});

test('one alert stands in both: what is said by one way is read by the other', async () => {
  const graph = await graphOf(microsoft);
  const alert = await raise();
  await asUser('POST', judge(alert.azureSubscriptionId), { EventStatus: 'Resolved', ResolvedReason: 'Ignore' });
  const inGraph = (await graph.call<GraphAlert>('GET', `${ALERTS}/${alert.graphId}`)).body;
  expect([inGraph.status, inGraph.resolvedReason]).toEqual(['resolved', 'ignore']);
  expect(inGraph.resolvedBy).toContain('@');
  await graph.call('PATCH', `${ALERTS}/${alert.graphId}`, { status: 'resolved', resolvedReason: 'legitimate' });
  const [event] = (await asUser('GET', '/fraudEvents?EventStatus=Resolved')).body;
  expect(event).toMatchObject({ eventId: alert.eventId, resolvedReason: 'Legitimate', resolvedBy: 'client' });
});
