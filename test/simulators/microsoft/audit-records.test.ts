import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { azurePlan } from '../support/azure.ts';
import { ALERTS, graphOf, type Raised } from '../support/graph.ts';
import { OFFER, partner } from '../support/partner.ts';

interface AuditRecord {
  readonly id: string;
  readonly customerId: string | null;
  readonly resourceType: string;
  readonly operationType: string;
  readonly operationStatus: string;
  readonly operationDate: string;
  readonly applicationId: string | null;
  readonly userPrincipalName: string | null;
  readonly resourceOldValue?: string;
  readonly resourceNewValue?: string;
}
interface Page {
  readonly items: readonly AuditRecord[];
  readonly links: { readonly next?: { readonly uri: string; readonly headers: readonly { value: string }[] } };
}

let microsoft: Awaited<ReturnType<typeof partner>>;
beforeEach(async () => {
  microsoft = await partner();
});
afterEach(() => microsoft.stop());

const filter = (Field: string, Value: string, Operator = 'equals') =>
  `filter=${encodeURIComponent(JSON.stringify({ Field, Value, Operator }))}`;
const records = async (query = '') => (await microsoft.call<Page>('GET', `/auditrecords?${query}`)).body.items;
const of = (tenantId: string) => records(filter('CustomerId', tenantId));
const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

test('a change of a subscription leaves a record with what it was before and after, and who did it', async () => {
  const { tenantId, id, path } = await microsoft.seed();
  await microsoft.write(path, { status: 'suspended' });
  const [record, ...more] = await of(tenantId);
  expect(more).toEqual([]);
  expect(record).toMatchObject({
    customerId: tenantId,
    resourceType: 'subscription',
    operationType: 'update_subscription',
    operationStatus: 'succeeded',
    applicationId: 'client',
    userPrincipalName: null,
  });
  expect(record?.id).toMatch(new RegExp(`^[0-9a-f-]{36}_${tenantId}_${id}_updatesubscription_\\d{18}$`));
  expect(JSON.parse(record?.resourceOldValue ?? '')).toMatchObject({ Id: id, Status: 'active' });
  expect(JSON.parse(record?.resourceNewValue ?? '')).toMatchObject({ Id: id, Status: 'suspended' });
  for (const base of ['/v1', '/auditactivity/v1']) {
    const one = await microsoft.call<AuditRecord>('GET', `/..${base}/auditrecords/${record?.id}`);
    expect(one.body).toEqual(record);
  }
  expect((await microsoft.call('GET', '/auditrecords/none')).status).toBe(404);
});

test('every kind of write leaves its record, whether by app or by person, by Partner Center or by Graph', async () => {
  const plan = await azurePlan(microsoft);
  const { tenantId } = plan;
  const customer = `/customers/${tenantId}`;
  const user = { authorization: `Bearer ${microsoft.userToken}` };
  const lineItems = [{ lineItemNumber: 0, offerId: OFFER, quantity: 1 }];
  await microsoft.call('POST', `${customer}/orders`, { billingCycle: 'monthly', lineItems });
  const cart = await microsoft.call<{ id: string }>('POST', `${customer}/carts`, {
    lineItems: [{ id: 0, catalogItemId: OFFER, quantity: 1, billingCycle: 'monthly', termDuration: 'P1Y' }],
  });
  await microsoft.call('POST', `${customer}/carts/${cart.body.id}/checkout`);
  await microsoft.call('PATCH', `${customer}/usagebudget`, { Amount: 100 });
  await microsoft.call('POST', `${plan.pathOf(0)}/cancel`, { cancellationReason: 'compromise' });
  await microsoft.setClock(tenantId, new Date(Date.now() + 3_600_000).toISOString());
  await microsoft.call('POST', `${plan.pathOf(0)}/reactivate`);
  const alert = await microsoft.pull<Raised>('POST', 'alerts', {
    customerTenantId: tenantId,
    azureSubscriptionId: plan.entitlements[0],
  });
  const verdict = { EventStatus: 'Resolved', ResolvedReason: 'Fraud' };
  await microsoft.call('POST', `/fraudEvents/subscription/${alert.azureSubscriptionId}/status`, verdict, user);
  await (await graphOf(microsoft)).call('PATCH', `${ALERTS}/${alert.graphId}`, { status: 'active' });
  await microsoft.call('PATCH', customer, { relationshipToPartner: 'none' }, user);
  expect((await of(tenantId)).map((one) => [one.operationType, one.operationStatus])).toEqual(
    [
      'create_order',
      'create_cart',
      'create_order',
      'update_customer_spending_budget',
      'cancel_azure_entitlement',
      'reactivate_azure_entitlement',
      'azure_fraud_event_detected',
      'update_azure_fraud_event',
      'update_azure_fraud_event',
      'remove_partner_customer_relationship',
    ].map((operation) => [operation, 'succeeded']),
  );
  expect((await of(tenantId)).at(-1)?.userPrincipalName).toContain('@');
});

test('a refused write leaves a record that failed; a repeated request id and a read leave none', async () => {
  const { tenantId, path } = await microsoft.seed();
  const headers = { 'ms-requestid': randomUUID() };
  for (let repeat = 0; repeat < 2; repeat += 1) {
    expect((await microsoft.call('PATCH', path, { status: 'frozen' }, headers)).body.code).toBe('900126');
  }
  await microsoft.read(path);
  const found = await of(tenantId);
  expect(found.map((one) => [one.operationStatus, one.resourceNewValue])).toEqual([['failed', undefined]]);
});

test('a new customer is recorded without its first password', async () => {
  const address = {
    country: 'DE',
    city: 'Berlin',
    addressLine1: 'Weg 1',
    postalCode: '10115',
    firstName: 'A',
    lastName: 'B',
  };
  const created = await microsoft.call<{ id: string; userCredentials: { password: string } }>('POST', '/customers', {
    companyProfile: { domain: `new${Date.now()}.onmicrosoft.com` },
    billingProfile: {
      email: 'a@example.com',
      culture: 'de-DE',
      language: 'de',
      companyName: 'Neu',
      defaultAddress: address,
    },
  });
  const { text } = await microsoft.call('GET', `/auditrecords?${filter('CompanyName', 'neu', 'substring')}`);
  expect(text).toContain('add_customer');
  expect(text).toContain(created.body.id);
  expect(text).not.toContain(created.body.userCredentials.password);
});

test('pages are continued by the token of the link until nothing is left', async () => {
  const { tenantId, path } = await microsoft.seed();
  for (let quantity = 6; quantity < 11; quantity += 1) await microsoft.write(path, { quantity });
  const seen: string[] = [];
  let uri: string | undefined = `/auditrecords?size=2&${filter('CustomerId', tenantId)}`;
  let headers: Record<string, string> = {};
  while (uri !== undefined) {
    const { body }: { body: Page } = await microsoft.call<Page>('GET', uri, undefined, headers);
    expect(body.items.length).toBeLessThanOrEqual(2);
    seen.push(...body.items.map((one) => one.id));
    uri = body.links.next?.uri;
    headers = { 'ms-continuationtoken': body.links.next?.headers[0]?.value ?? '' };
  }
  expect(new Set(seen).size).toBe(5);
  expect(await records(filter('ResourceType', 'Subscription'))).toHaveLength(5);
  expect(await records(filter('ResourceType', 'Order'))).toEqual([]);
});

test('records are asked for by days: the range is kept, and what is older than 90 days is 400', async () => {
  const { tenantId, path } = await microsoft.seed();
  await microsoft.write(path, { quantity: 6 });
  const own = filter('CustomerId', tenantId);
  expect(await records(`startDate=${day(-1)}&endDate=${day(0)}&${own}`)).toHaveLength(1);
  expect(await records(`startDate=${day(-5)}&endDate=${day(-1)}&${own}`)).toEqual([]);
  expect(await records(`startDate=${day(-90)}&${own}`)).toHaveLength(1);
  // By default thirty days back, by the customer's own clock.
  await microsoft.setClock(tenantId, `${day(40)}T00:00:00Z`);
  expect(await records(own)).toEqual([]);
  expect(await records(`startDate=${day(-1)}&${own}`)).toHaveLength(1);
  const wrong = [
    `startDate=${day(-91)}`,
    'startDate=yesterday',
    `startDate=${day(-1)}&endDate=${day(-2)}`,
    'size=many',
    filter('Colour', 'red'),
    'filter=x',
  ];
  for (const query of wrong) {
    const refused = await microsoft.call('GET', `/auditrecords?${query}`);
    expect([query, refused.status, refused.body.code]).toEqual([query, 400, '3000']);
  }
  expect((await microsoft.call('GET', `/auditrecords?${filter('CustomerId', 'x', 'substring')}`)).body.code).toBe(
    '900126',
  );
});
