import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { PartnerCenterError } from '../../../adapters/index.ts';
import { createSecurityAlerts } from '../../../adapters/partner-security/create-security-alerts.ts';
import { refusalOf } from '../support/refusal.ts';
import { closeScripted, scriptedMicrosoft, type Seen } from '../support/scripted-microsoft.ts';

afterEach(closeScripted);

const azure = '5b2ecab8-1111-4a4a-9c9c-6cc1f2d3b4a5';
const own = 'd8b202fc-2222-4b4b-8d8d-2c8a9ff0e1b2';
const graphAlerts = '/beta/security/partner/securityAlerts';

const graphAlert = (fields: object = {}) => ({
  id: `${azure}-${own}`,
  displayName: 'Mining',
  alertType: 'networkConnectionsToCryptoMiningPools',
  status: 'active',
  severity: 'high',
  confidenceLevel: 'medium',
  customerTenantId: 'A0000000-0000-4000-8000-00000000000A',
  subscriptionId: azure,
  detectedDateTime: '2026-11-20T08:30:00.1234567Z',
  resolvedReason: null,
  isTest: 'false',
  affectedResources: [{ '@odata.type': '#x', resourceId: '/subscriptions/vm', resourceType: 'AzureResource' }],
  ...fields,
});

const fraudEvent = (fields: object = {}) => ({
  eventTime: '2026-11-20T08:30:00.1230000',
  eventId: `${azure.toUpperCase()}_${own.toUpperCase()}`,
  customerTenantId: 'a0000000-0000-4000-8000-00000000000a',
  subscriptionId: azure.toUpperCase(),
  eventStatus: 'Active',
  eventType: 'NetworkConnectionsToCryptoMiningPools',
  severity: 'High',
  resolvedReason: 'None',
  IsTest: 'false',
  affectedResources: [{ azureResourceId: '/subscriptions/vm', type: 'Microsoft.Compute/virtualMachines' }],
  ...fields,
});

const graphError = (reply: ServerResponse, status: number, code: string) => {
  reply.writeHead(status).end(JSON.stringify({ error: { code, message: 'words that may name a company' } }));
};
const statusAsked = ({ url }: Seen): string | null => new URL(url, 'http://x').searchParams.get('EventStatus');
const pageAsked = ({ url }: Seen): number => Number(new URL(url, 'http://x').searchParams.get('PageNumber'));

async function alertsOf(answer: Parameters<typeof scriptedMicrosoft>[0]) {
  const scripted = await scriptedMicrosoft(answer);
  const alerts = createSecurityAlerts({ ...scripted.options, graphUrl: scripted.url }, scripted.connection);
  return { ...scripted, alerts };
}

describe('alerts from Graph', () => {
  test('are read over all pages, and what is resolved is left out', async () => {
    const { alerts, url, seen } = await alertsOf((request, reply) => {
      if (request.url.startsWith('/v1/')) return void reply.end('[]');
      const second = request.url.includes('skiptoken');
      const value = second
        ? [graphAlert({ id: 'other' })]
        : [graphAlert(), graphAlert({ id: 'old', status: 'resolved' })];
      const next = second ? {} : { '@odata.nextLink': `${url}${graphAlerts}?$skiptoken=two` };
      reply.end(JSON.stringify({ value, ...next }));
    });
    const open = await alerts.open();
    expect(open.map(({ id }) => id)).toEqual([`${azure}-${own}`, 'other']);
    expect(open[0]).toEqual({
      id: `${azure}-${own}`,
      occurrence: `${azure}/${own}`,
      way: 'graph',
      customerTenantId: 'a0000000-0000-4000-8000-00000000000a',
      azureSubscriptionId: azure,
      alertType: 'networkConnectionsToCryptoMiningPools',
      displayName: 'Mining',
      severity: 'high',
      confidence: 'medium',
      status: 'active',
      verdict: null,
      detectedAt: Date.parse('2026-11-20T08:30:00.123Z'),
      isTest: false,
      affectedResources: [{ id: '/subscriptions/vm', type: 'AzureResource' }],
    });
    const asked = seen.map(({ url: path }) => path).filter((path) => path.startsWith('/beta'));
    expect(asked).toEqual([graphAlerts, `${graphAlerts}?$skiptoken=two`]);
  });

  test('with words that Microsoft has added since are unknown, and still there', async () => {
    const { alerts } = await alertsOf((_request, reply) => {
      reply.end(
        JSON.stringify({ value: [graphAlert({ status: 'triaged', severity: 'extreme', resolvedReason: 'x' })] }),
      );
    });
    expect(await alerts.open()).toMatchObject([{ status: 'unknown', severity: 'unknown', verdict: null }]);
  });

  test('whose next page lies elsewhere are not followed there: the token would go with it', async () => {
    const { alerts, seen } = await alertsOf((request, reply) => {
      if (request.url.startsWith('/v1/')) reply.writeHead(403).end(JSON.stringify({ code: '900329' }));
      else reply.end(JSON.stringify({ value: [], '@odata.nextLink': 'https://graph.example/beta/more' }));
    });
    expect(await refusalOf(PartnerCenterError, alerts.open())).toMatchObject({ code: 'foreign_link' });
    expect(seen.filter(({ url }) => url.startsWith('/beta'))).toHaveLength(1);
  });
});

describe('while Graph does not answer', () => {
  test.each([
    [503, 'serviceNotAvailable'],
    [403, 'Forbidden'],
    [404, 'ResourceNotFound'],
  ])('with %i, the same alert comes from fraudEvents and is known to be the same', async (status, code) => {
    const { alerts, seen } = await alertsOf((request, reply) => {
      if (request.url.startsWith('/beta')) graphError(reply, status, code);
      else reply.end(JSON.stringify(statusAsked(request) === 'Active' ? [fraudEvent()] : []));
    });
    const [alert, ...others] = await alerts.open();
    expect(others).toEqual([]);
    expect(alert).toMatchObject({
      way: 'fraudEvents',
      occurrence: `${azure}/${own}`,
      customerTenantId: 'a0000000-0000-4000-8000-00000000000a',
      azureSubscriptionId: azure,
      severity: 'high',
      status: 'active',
      detectedAt: Date.parse('2026-11-20T08:30:00.123Z'),
      affectedResources: [{ id: '/subscriptions/vm', type: 'Microsoft.Compute/virtualMachines' }],
    });
    const asked = seen.filter(({ url }) => url.startsWith('/v1/fraudEvents'));
    expect(asked.map(statusAsked)).toEqual(['Active', 'Investigating']);
    expect(new Set(asked.map(({ headers }) => headers['x-neweventsmodel']))).toEqual(new Set(['true']));
  });

  test('events beyond the first page are read, and an event in both statuses is told once', async () => {
    const many = Array.from({ length: 100 }, (_, index) => fraudEvent({ eventId: `${azure}_${index}` }));
    const { alerts } = await alertsOf((request, reply) => {
      if (request.url.startsWith('/beta')) graphError(reply, 500, 'generalException');
      else if (statusAsked(request) === 'Investigating')
        reply.end(JSON.stringify([fraudEvent({ eventId: `${azure}_7` })]));
      else reply.end(JSON.stringify(pageAsked(request) === 1 ? many : [fraudEvent()]));
    });
    expect(await alerts.open()).toHaveLength(101);
  });

  test('and fraudEvents neither, the error that time may cure is told, without Microsoft’s words', async () => {
    const { alerts } = await alertsOf((request, reply) => {
      if (request.url.startsWith('/beta')) graphError(reply, 403, 'Forbidden');
      else reply.writeHead(503).end();
    });
    const error = await refusalOf(PartnerCenterError, alerts.open());
    expect(error).toMatchObject({ kind: 'unavailable', httpStatus: 503 });
    expect(error.message).not.toContain('company');
  });

  test('and an answer that is no list, it is an error and not an empty list', async () => {
    const { alerts } = await alertsOf((_request, reply) => {
      reply.end('{}');
    });
    expect(await refusalOf(PartnerCenterError, alerts.open())).toMatchObject({ code: 'no_list' });
  });
});

describe('a verdict', () => {
  test.each([
    ['fraud', 'fraud'],
    ['legitimate', 'legitimate'],
    ['ignored', 'ignore'],
  ] as const)('%s goes to Graph as %s, is read back, and is not sent twice', async (verdict, reason) => {
    let stored = graphAlert();
    const { alerts, seen } = await alertsOf((request, reply) => {
      if (request.method === 'PATCH') stored = { ...stored, ...JSON.parse(request.body) };
      reply.end(JSON.stringify(stored));
    });
    const alert = { id: stored.id, way: 'graph', azureSubscriptionId: azure } as const;
    expect(await alerts.answer(alert, verdict)).toMatchObject({ status: 'resolved', verdict });
    await alerts.answer(alert, verdict);
    const sent = seen.filter(({ method }) => method === 'PATCH');
    expect(sent.map(({ url, body }) => [url, JSON.parse(body)])).toEqual([
      [`${graphAlerts}/${stored.id}`, { status: 'resolved', resolvedReason: reason }],
    ]);
  });

  test('whose answer is lost is looked up before it is sent again', async () => {
    let stored = graphAlert();
    const { alerts, seen } = await alertsOf((request, reply) => {
      if (request.method !== 'PATCH') return void reply.end(JSON.stringify(stored));
      stored = { ...stored, ...JSON.parse(request.body) };
      reply.destroy();
    });
    const alert = { id: stored.id, way: 'graph', azureSubscriptionId: azure } as const;
    expect(await alerts.answer(alert, 'fraud')).toMatchObject({ status: 'resolved', verdict: 'fraud' });
    expect(seen.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
  });

  test('that does not show is doubtful', async () => {
    const { alerts } = await alertsOf((_request, reply) => {
      reply.end(JSON.stringify(graphAlert()));
    });
    const alert = { id: `${azure}-${own}`, way: 'graph', azureSubscriptionId: azure } as const;
    expect(await refusalOf(PartnerCenterError, alerts.answer(alert, 'fraud'))).toMatchObject({
      kind: 'doubtful',
      code: 'not_yet_visible',
    });
  });

  test('about an event goes to fraudEvents for that one event only, where legitimate is ignored', async () => {
    let stored = fraudEvent();
    const { alerts, seen } = await alertsOf((request, reply) => {
      if (request.method === 'POST') stored = { ...stored, eventStatus: 'Resolved', resolvedReason: 'Ignore' };
      reply.end(JSON.stringify(stored.eventStatus === statusAsked(request) ? [stored] : []));
    });
    const alert = { id: stored.eventId, way: 'fraudEvents', azureSubscriptionId: null } as const;
    expect(await alerts.answer(alert, 'legitimate')).toMatchObject({ status: 'resolved', verdict: 'ignored' });
    const [sent, ...more] = seen.filter(({ method }) => method === 'POST');
    expect(more).toEqual([]);
    expect(sent?.url).toBe(`/v1/fraudEvents/subscription/${azure}/status`);
    expect(JSON.parse(sent?.body ?? '')).toEqual({
      EventIds: [stored.eventId],
      EventStatus: 'Resolved',
      ResolvedReason: 'Ignore',
    });
    expect(sent?.headers['x-neweventsmodel']).toBe('true');
  });

  test('about an event whose subscription nobody knows is refused before anything is sent', async () => {
    const { alerts, seen } = await alertsOf((_request, reply) => reply.end('[]'));
    const alert = { id: own, way: 'fraudEvents', azureSubscriptionId: null } as const;
    expect(await refusalOf(PartnerCenterError, alerts.answer(alert, 'fraud'))).toMatchObject({
      code: 'no_subscription',
    });
    expect(seen).toEqual([]);
  });
});
