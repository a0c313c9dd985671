import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ALERTS, type GraphAlert, type GraphPage, graphOf, type Raised } from '../support/graph.ts';
import { partner, RESOURCE } from '../support/partner.ts';

let microsoft: Awaited<ReturnType<typeof partner>>;
let graph: Awaited<ReturnType<typeof graphOf>>;
beforeEach(async () => {
  microsoft = await partner();
  graph = await graphOf(microsoft);
});
afterEach(() => microsoft.stop());

const raise = (alert: object = {}) =>
  microsoft.pull<Raised>('POST', 'alerts', { customerTenantId: randomUUID(), ...alert });

test('an alert that Microsoft raises is listed by Graph with every member as it was chosen', async () => {
  const chosen = {
    customerTenantId: randomUUID(),
    azureSubscriptionId: randomUUID(),
    alertType: 'VM_AnomalousDeployment',
    severity: 'medium',
    isTest: true,
    detectedAt: '2027-02-03T04:05:06Z',
    affectedResources: [{ id: '/subscriptions/s/resourceGroups/rg/providers/x/vm1' }],
    additionalDetails: { region: 'westeurope' },
  };
  await raise(chosen);
  const { body } = await graph.call<GraphPage>('GET', ALERTS);
  expect(body.value).toHaveLength(1);
  expect(body.value[0]).toMatchObject({
    alertType: 'VM_AnomalousDeployment',
    status: 'active',
    severity: 'medium',
    customerTenantId: chosen.customerTenantId,
    subscriptionId: chosen.azureSubscriptionId,
    isTest: true,
    detectedDateTime: '2027-02-03T04:05:06.000Z',
    resolvedReason: null,
    affectedResources: [{ resourceId: chosen.affectedResources[0]?.id, resourceType: 'AzureResource' }],
    additionalDetails: { region: 'westeurope' },
  });
});

test('the id is a plain guid or carries the subscription, and isTest may be text', async () => {
  const plain = await raise();
  const prefixed = await raise({ graphIdForm: 'prefixed', isTest: true, isTestAsText: true });
  expect(plain.graphId).toBe(plain.id);
  expect(prefixed.graphId).toBe(`${prefixed.azureSubscriptionId}-${prefixed.id}`);
  const { body } = await graph.call<GraphAlert>('GET', `${ALERTS}/${prefixed.graphId}`);
  expect([body.id, body.isTest]).toEqual([prefixed.graphId, 'true']);
});

test('$filter, $select and $count work on what is published, and refuse the rest with 400', async () => {
  await raise({ severity: 'low' });
  const done = await raise({ status: 'resolved', resolvedReason: 'ignore' });
  const list = async (query: string) => (await graph.call<GraphPage>('GET', `${ALERTS}?${query}`)).body;
  const active = await list(`$filter=${encodeURIComponent("status eq 'active'")}&$count=true`);
  expect([active.value.length, active['@odata.count'], active.value[0]?.severity]).toEqual([1, 1, 'low']);
  const both = `status eq 'resolved' and subscriptionId eq '${done.azureSubscriptionId}'`;
  const selected = await list(`$filter=${encodeURIComponent(both)}&$select=id,status`);
  expect(selected.value).toEqual([{ id: done.graphId, status: 'resolved' }]);
  const later = `detectedDateTime gt ${new Date(Date.now() + 60_000).toISOString()}`;
  expect((await list(`$filter=${encodeURIComponent(later)}`)).value).toEqual([]);
  for (const wrong of [
    "$filter=status eq 'Active'",
    '$filter=status eq active',
    "$filter=colour eq 'red'",
    '$filter=status',
    '$select=colour',
    '$orderby=status',
    '$skiptoken=x',
  ]) {
    const refused = await graph.call('GET', `${ALERTS}?${encodeURI(wrong)}`);
    expect([wrong, refused.status, refused.body.error.code]).toEqual([wrong, 400, 'BadRequest']);
  }
});

test('pages are followed by their link; nothing is lost when alerts are resolved on the way', async () => {
  await microsoft.pull('POST', 'settings', { graphPageSize: 2 });
  const raised: string[] = [];
  for (let index = 0; index < 5; index += 1) raised.push((await raise()).graphId);
  const seen: string[] = [];
  let url: string | undefined = `${ALERTS}?$filter=${encodeURIComponent("status eq 'active'")}`;
  while (url !== undefined) {
    const { body }: { body: GraphPage } = await graph.call<GraphPage>('GET', url);
    expect(body.value.length).toBeLessThanOrEqual(2);
    for (const alert of body.value) {
      seen.push(alert.id);
      await graph.call('PATCH', `${ALERTS}/${alert.id}`, { status: 'resolved', resolvedReason: 'fraud' });
    }
    url = body['@odata.nextLink'];
  }
  expect(seen).toEqual(raised);
});

test('an update wants a known status, takes a reason, and leaves its trace', async () => {
  const { graphId } = await raise();
  const path = `${ALERTS}/${graphId}`;
  for (const wrong of [
    {},
    { status: 'Resolved' },
    { status: 'resolved', resolvedReason: 'None' },
    { status: 'active', comment: 'x' },
    '{"status":',
  ]) {
    const refused = await graph.call('PATCH', path, wrong);
    expect([refused.status, refused.body.error.code]).toEqual([400, 'BadRequest']);
  }
  await graph.call('PATCH', path, { status: 'investigating' });
  const resolved = await graph.call<GraphAlert>('PATCH', path, { status: 'resolved', resolvedReason: 'legitimate' });
  expect(resolved.body).toMatchObject({ status: 'resolved', resolvedReason: 'legitimate', resolvedBy: 'client' });
  expect(resolved.body.activityLogs.map((one) => [one.statusFrom, one.statusTo])).toEqual([
    ['active', 'investigating'],
    ['investigating', 'resolved'],
  ]);
  const reopened = await graph.call<GraphAlert>('PATCH', path, { status: 'active' });
  expect(reopened.body).toMatchObject({ status: 'active', resolvedReason: null, resolvedBy: null });
});

test('a token made out to Partner Center is 401 at Graph, one made out to Graph is 401/900420 at Partner Center', async () => {
  const foreign = await microsoft.tokenOf({ grant_type: 'client_credentials', resource: RESOURCE });
  for (const authorization of [`Bearer ${foreign}`, 'Bearer a.b.c', '']) {
    const refused = await graph.call('GET', ALERTS, undefined, authorization);
    expect([refused.status, refused.body.error.code]).toEqual([401, 'InvalidAuthenticationToken']);
  }
  const refused = await microsoft.call('GET', '/customers', undefined, { authorization: `Bearer ${graph.token}` });
  expect([refused.status, refused.body.code]).toEqual([401, '900420']);
});

test('alerts are beta only; an unknown alert is 404, another method 405, all in Graph’s error shape', async () => {
  const inV1 = await graph.call('GET', '/v1.0/security/partner/securityAlerts');
  expect([inV1.status, inV1.body.error.code]).toEqual([400, 'BadRequest']);
  const unknown = await graph.call('GET', `${ALERTS}/${randomUUID()}`);
  expect([unknown.status, unknown.body.error.code]).toEqual([404, 'ResourceNotFound']);
  expect(unknown.body.error.innerError).toMatchObject({ date: expect.any(String), 'request-id': expect.any(String) });
  expect((await graph.call('DELETE', `${ALERTS}/${randomUUID()}`)).status).toBe(405);
});

test('Graph may be away while Partner Center answers, and come back', async () => {
  await microsoft.pull('POST', 'settings', { graphAway: true });
  const away = await graph.call('GET', ALERTS);
  expect([away.status, away.body.error.code]).toEqual([503, 'ServiceUnavailable']);
  expect((await microsoft.call('GET', '/customers')).status).toBe(200);
  await microsoft.pull('POST', 'settings', { graphAway: false });
  expect((await graph.call('GET', ALERTS)).status).toBe(200);
});

test('a throttled call says how long to wait, in fractions of a second', async () => {
  await microsoft.pull('POST', 'faults', { kind: 'throttle', retryAfter: 2.128, match: { pathPattern: '^/beta/' } });
  const throttled = await graph.call('GET', ALERTS);
  expect([throttled.status, throttled.body.error.code]).toEqual([429, 'TooManyRequests']);
  expect(throttled.headers.get('retry-after')).toBe('2.128');
  await microsoft.pull('POST', 'faults', { kind: 'status', status: 504, match: { pathPattern: '^/beta/' } });
  expect((await graph.call('GET', ALERTS)).body.error.code).toBe('GatewayTimeout');
});
