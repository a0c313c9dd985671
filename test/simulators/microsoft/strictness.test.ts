import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AZURE_PLAN, azurePlan } from '../support/azure.ts';
import type { Mistake, Refused } from '../support/mistakes.ts';
import { mistakesOfCallers } from '../support/mistakes-of-callers.ts';
import { mistakesOfChanges } from '../support/mistakes-of-changes.ts';
import { mistakesOfCustomers } from '../support/mistakes-of-customers.ts';
import { mistakesOfSales } from '../support/mistakes-of-sales.ts';
import { PUBLISHED } from '../support/published-refusals.ts';
import { OFFER, partner } from '../support/partner.ts';

let microsoft: Awaited<ReturnType<typeof partner>>;
beforeAll(async () => {
  microsoft = await partner();
});
afterAll(() => microsoft.stop());

const order = (offerId: string, quantity: number, billingCycle: string) => ({
  billingCycle,
  lineItems: [{ lineItemNumber: 0, offerId, quantity }],
});

const SOMEBODY = randomUUID();
const VERDICT = { EventIds: [], EventStatus: 'Resolved', ResolvedReason: 'Fraud' };

/** What a client may get wrong: how, and what Microsoft says to it (contract §17). */
const MISTAKES: readonly Mistake[] = [
  ['an unknown path', () => microsoft.call('GET', '/nowhere'), 404, '1000'],
  ['a tenant that is no guid', () => microsoft.call('GET', '/customers/contoso/subscriptions'), 400, '900118'],
  [
    'a subscription that does not exist',
    () => microsoft.call('GET', `/customers/${randomUUID()}/subscriptions/${randomUUID()}`),
    404,
    '20003',
  ],
  [
    'an order that does not exist',
    () => microsoft.call('GET', `/customers/${randomUUID()}/orders/0123456789ab`),
    404,
    '20000',
  ],
  [
    'a body that is no JSON',
    () => microsoft.call('POST', `/customers/${randomUUID()}/orders`, '{"lineItems":'),
    400,
    '3000',
  ],
  [
    'two Azure plans at once',
    () => microsoft.call('POST', `/customers/${randomUUID()}/orders`, order(AZURE_PLAN, 2, 'one_time')),
    400,
    '2002',
  ],
  [
    'an Azure plan by the month',
    () => microsoft.call('POST', `/customers/${randomUUID()}/orders`, order(AZURE_PLAN, 1, 'monthly')),
    400,
    '3000',
  ],
  ['a stale etag', staleEtag, 400, '2055'],
  ['a status that is no status', () => patchSeeded({ status: 'paused' }), 400, '900126'],
  ['another billing cycle', () => patchSeeded({ billingCycle: 'annual', autoRenewEnabled: true }), 400, '2054'],
  ['a quantity of nothing', () => patchSeeded({ quantity: 0, autoRenewEnabled: true }), 400, '2002'],
  ['two changes in one', () => patchSeeded({ quantity: 9, status: 'suspended' }), 400, '800002'],
  ['fewer licences after the window', fewerTooLate, 400, '800090'],
  ['a cancellation after the window', () => patchLater({ status: 'deleted' }), 400, '900117'],
  ['a quantity of what is suspended', () => patchSuspended({ status: 'active', quantity: 9 }), 400, '2001'],
  ['auto-renew of what is suspended', () => patchSuspended({ autoRenewEnabled: true }), 400, '800091'],
  ['a change of what is deleted', changeDeleted, 400, '2011'],
  ['a relation that has ended', endedRelation, 403, '20002'],
  ['a plan with active Azure subscriptions', suspendBusyPlan, 403, '900115'],
  ['a reason that is not published', () => cancelWith({ cancellationReason: 'abuse' }), 400, '900307'],
  ['a cancellation without reason', () => cancelWith({}), 400, '800002'],
  [
    'an Azure subscription that does not exist',
    async () => microsoft.call('GET', `${(await azurePlan(microsoft)).path}/azureEntitlements/${randomUUID()}`),
    404,
    '800111',
  ],
  [
    'a reactivation of what runs',
    async () => microsoft.call('POST', `${(await azurePlan(microsoft)).pathOf(0)}/reactivate`),
    400,
    '900337',
  ],
  ['usage without a person', () => microsoft.call('GET', '/customers/usagerecords'), 403, '900329'],
  ['fraud events without a person', () => microsoft.call('GET', '/fraudEvents'), 403, '900329'],
  [
    'a budget that is no number',
    () => microsoft.call('PATCH', `/customers/${randomUUID()}/usagebudget`, { Amount: '100' }),
    400,
    '800002',
  ],
  ['audit of last year', () => microsoft.call('GET', '/auditrecords?startDate=2025-01-01'), 400, '3000'],
  [
    'a summary of usage without a person',
    () => microsoft.call('GET', `/customers/${SOMEBODY}/usagesummary`),
    403,
    '900329',
  ],
  [
    'a verdict without a person',
    () => microsoft.call('POST', `/fraudEvents/subscription/${SOMEBODY}/status`, VERDICT),
    403,
    '900329',
  ],
  [
    'a budget below nothing',
    () => microsoft.call('PATCH', `/customers/${SOMEBODY}/usagebudget`, { Amount: -5 }),
    400,
    '800002',
  ],
  ['an offer that does not exist', () => ordered(order('NOPE:0001:XX', 1, 'monthly')), 400, '800004'],
  ['an order without lines', () => ordered({ billingCycle: 'monthly', lineItems: [] }), 400, '800002'],
  ['an order of nothing', () => ordered(order(OFFER, 0, 'monthly')), 400, '800002'],
  [
    'a quantity as text',
    () => ordered({ billingCycle: 'monthly', lineItems: [{ offerId: OFFER, quantity: '1' }] }),
    400,
    '800002',
  ],
  ['an empty cart', () => microsoft.call('POST', `/customers/${SOMEBODY}/carts`, { lineItems: [] }), 400, '800002'],
  [
    'a checkout of no cart',
    () => microsoft.call('POST', `/customers/${SOMEBODY}/carts/${SOMEBODY}/checkout`),
    404,
    '800008',
  ],
  ['a customer without a profile', () => microsoft.call('POST', '/customers', {}), 400, '800002'],
  ['a filter that is none', () => microsoft.call('GET', '/customers?filter=nonsense'), 400, '3000'],
  ['audit of a day that is none', () => microsoft.call('GET', '/auditrecords?startDate=yesterday'), 400, '3000'],
  ['a subscription removed', async () => microsoft.call('DELETE', (await microsoft.seed()).path), 405, '405'],
  ['a member that no subscription has', () => patchSeeded({ seats: 9, autoRenewEnabled: true }), 400, '3000'],
  ['a member that no instruction has', () => patchSeeded({ scheduledNextTermInstructions: { seats: 9 } }), 400, '3000'],
  [
    'a line with a price of one’s own',
    () =>
      ordered({ billingCycle: 'monthly', lineItems: [{ lineItemNumber: 0, offerId: OFFER, quantity: 1, price: 1 }] }),
    400,
    '3000',
  ],
  [
    'a customer with a telephone',
    () => microsoft.call('POST', '/customers', { companyProfile: { domain: 'x.onmicrosoft.com', telephone: '1' } }),
    400,
    '3000',
  ],
  [
    'a verdict with a comment',
    () => asPerson('POST', `/fraudEvents/subscription/${SOMEBODY}/status`, { ...VERDICT, Comment: 'x' }),
    400,
    '3000',
  ],
  ['a cancellation with a comment', () => cancelWith({ cancellationReason: 'compromise', comment: 'x' }), 400, '3000'],
  [
    'a reactivation with a body',
    async () => microsoft.call('POST', `${(await azurePlan(microsoft)).pathOf(0)}/reactivate`, { now: true }),
    400,
    '3000',
  ],
  [
    'a budget with a threshold',
    () => microsoft.call('PATCH', `/customers/${SOMEBODY}/usagebudget`, { Amount: 5, Threshold: 80 }),
    400,
    '3000',
  ],
  [
    'a registration with a secret',
    () =>
      microsoft.call('POST', '/../webhooks/v1/registration', {
        WebhookUrl: 'https://x.example',
        WebhookEvents: ['test-created'],
        Secret: 's',
      }),
    400,
    '3000',
  ],
  ['auto-renew as text', () => patchSeeded({ autoRenewEnabled: 'yes' }), 400, '800002'],
  ['a status that only time brings', () => patchSeeded({ status: 'expired' }), 400, '800096'],
  ['half a licence', () => patchSeeded({ quantity: 1.5, autoRenewEnabled: true }), 400, '800002'],
];

function asPerson(method: string, path: string, body?: object): Refused {
  return microsoft.call(method, path, body, { authorization: `Bearer ${microsoft.userToken}` });
}

function ordered(body: object): Refused {
  return microsoft.call('POST', `/customers/${SOMEBODY}/orders`, body);
}

async function staleEtag(): Refused {
  const { path } = await microsoft.seed();
  const { attributes } = await microsoft.read(path);
  await microsoft.write(path, { quantity: 6 });
  return microsoft.call('PATCH', path, { status: 'suspended' }, { 'if-match': `"${attributes.etag}"` });
}

async function patchSeeded(change: object): Refused {
  return microsoft.call('PATCH', (await microsoft.seed()).path, change);
}

async function patchLater(change: object): Refused {
  const { path, tenantId } = await microsoft.seed();
  await microsoft.setClock(tenantId, new Date(Date.now() + 8 * 86_400_000).toISOString());
  return microsoft.call('PATCH', path, change);
}

function fewerTooLate(): Refused {
  return patchLater({ quantity: 1, autoRenewEnabled: true });
}

async function patchSuspended(change: object): Refused {
  const { path } = await microsoft.seed();
  await microsoft.write(path, { status: 'suspended' });
  return microsoft.call('PATCH', path, change);
}

async function changeDeleted(): Refused {
  const { path } = await microsoft.seed();
  await microsoft.write(path, { status: 'deleted' });
  return microsoft.call('PATCH', path, { status: 'active' });
}

async function endedRelation(): Refused {
  const { path, tenantId } = await microsoft.seed();
  await microsoft.pull('POST', `tenants/${tenantId}/relationship`, { state: 'ended' });
  return microsoft.call('PATCH', path, { status: 'suspended' });
}

async function suspendBusyPlan(): Refused {
  return microsoft.write((await azurePlan(microsoft)).path, { status: 'suspended' });
}

async function cancelWith(body: object): Refused {
  return microsoft.call('POST', `${(await azurePlan(microsoft)).pathOf(0)}/cancel`, body);
}

const ALL: readonly Mistake[] = [
  ...MISTAKES,
  ...mistakesOfCallers(() => microsoft),
  ...mistakesOfSales(() => microsoft),
  ...mistakesOfChanges(() => microsoft),
  ...mistakesOfCustomers(() => microsoft),
];

test.each(ALL)('%s is refused as published', async (_mistake, make, status, code) => {
  const reply = await make();
  expect([reply.status, reply.body.code]).toEqual([status, code]);
  // Contract §2.5: the whole shape of an error; a code that is a number says whether to try again.
  const more = typeof code === 'number' ? ['isRetryable'] : [];
  expect(Object.keys(reply.body).toSorted()).toEqual(['code', 'data', 'description', ...more, 'source']);
  expect(reply.body.description.length).toBeGreaterThan(0);
  expect(reply.body.description.length).toBeLessThanOrEqual(1024);
  expect(reply.headers.get('content-type')).toContain('application/json');
});

/** Failures inside of Microsoft, which no request brings about: a lever alone makes them. */
const MICROSOFTS_OWN = ['500 800003', '500 800005', '500 800031', '500 800094'];
/** Stands in the line of a cart that was made, and not in an error (contract §5.2); below. */
const IN_A_LINE = ['400 800009'];

test('every code that the contract lists is met by a wrong request, but for Microsoft’s own failures', () => {
  const met = new Set(ALL.map(([, , status, code]) => `${status} ${code}`));
  const published = PUBLISHED.flatMap(([status, codes]) => codes.map((code) => `${status} ${code}`));
  expect(published.filter((one) => !met.has(one)).toSorted()).toEqual([...IN_A_LINE, ...MICROSOFTS_OWN]);
});

test('what is refused changes nothing', async () => {
  const plan = await azurePlan(microsoft);
  const before = await microsoft.read(plan.path);
  await microsoft.write(plan.path, { status: 'suspended' });
  await microsoft.call('POST', `${plan.pathOf(0)}/cancel`, { cancellationReason: 'abuse' });
  await microsoft.call('PATCH', `/customers/${plan.tenantId}/usagebudget`, { Amount: -5 });
  expect(await microsoft.read(plan.path)).toEqual(before);
  const { items } = await microsoft.pull<{ items: { change: string }[] }>('GET', `changes?tenantId=${plan.tenantId}`);
  expect(items.map((one) => one.change)).toEqual(['seeded']);
});

test('in a cart a wrong Azure plan is an error of its line', async () => {
  const lineItems = [
    { catalogItemId: AZURE_PLAN, quantity: 1, billingCycle: 'one_time' },
    { catalogItemId: AZURE_PLAN, quantity: 2, billingCycle: 'one_time' },
    { catalogItemId: OFFER, quantity: 2, billingCycle: 'monthly' },
  ];
  const cart = await microsoft.call<{ lineItems: { error?: { errorCode: string } }[] }>(
    'POST',
    `/customers/${randomUUID()}/carts`,
    { lineItems },
  );
  expect(cart.status).toBe(201);
  expect(cart.body.lineItems.map((one) => one.error?.errorCode)).toEqual([undefined, '800009', undefined]);
});

test('a resource goes back as it was read: what a client cannot change it need not leave out', async () => {
  const { tenantId, path } = await microsoft.seed({
    scheduledNextTermInstructions: {
      product: { productId: 'CFQ7TTC0LH18', skuId: '0001', availabilityId: 'CFQ7TTC0K971', termDuration: 'P1Y' },
      quantity: 7,
    },
  });
  expect((await microsoft.write(path, {})).status).toBe(200);
  const lineItems = [{ catalogItemId: OFFER, quantity: 2, billingCycle: 'monthly' }];
  const cart = await microsoft.call<{ id: string }>('POST', `/customers/${tenantId}/carts`, { lineItems });
  expect((await microsoft.call('PUT', `/customers/${tenantId}/carts/${cart.body.id}`, cart.body)).status).toBe(200);
  await microsoft.pull('POST', `tenants/${tenantId}/account`, { billing: { country: 'DE' } });
  const profile = await microsoft.call<object>('GET', `/customers/${tenantId}/profiles/billing`);
  expect((await microsoft.call('PUT', `/customers/${tenantId}/profiles/billing`, profile.body)).status).toBe(200);
});

test('what Microsoft does with a malformed request is a reading: each rule can be lifted alone', async () => {
  const odd = { accept: 'text/plain', 'ms-requestid': 'one' };
  const lenient = await partner({ lenient: ['contractVersion'] });
  try {
    const { path } = await lenient.seed();
    const read = (headers: Record<string, string>) => lenient.call('GET', path, undefined, headers);
    expect((await read({ 'ms-contract-version': '' })).status).toBe(200);
    expect((await read({ 'ms-contract-version': 'v2' })).status).toBe(400);
    await lenient.pull('POST', 'settings', { lenient: ['headers', 'members'] });
    expect((await read(odd)).status).toBe(200);
    expect((await read({ 'ms-contract-version': '' })).status).toBe(400);
    expect((await lenient.call('PATCH', path, { seats: 1, quantity: 6, autoRenewEnabled: true })).status).toBe(200);
  } finally {
    await lenient.stop();
  }
});
