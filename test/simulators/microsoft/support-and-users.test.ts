import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OFFER, partner } from '../support/partner.ts';

let microsoft: Awaited<ReturnType<typeof partner>>;
beforeAll(async () => {
  microsoft = await partner();
});
afterAll(() => microsoft.stop());

// oxlint-disable-next-line typescript/no-explicit-any -- tests read what Microsoft answers as it comes
const asPerson = (method: string, path: string, body?: object): Promise<any> =>
  microsoft.call(method, path, body, { authorization: `Bearer ${microsoft.userToken}` });

test('a service request takes a note, a status and a severity, and nothing else', async () => {
  await microsoft.pull('POST', 'servicerequests', { id: '2611280001', title: 'Fraud', status: 'open' });
  const path = '/servicerequests/2611280001';
  const changed = await asPerson('PATCH', path, {
    NewNote: { Text: 'We wait.' },
    Status: 'Closed',
    Severity: 'critical',
  });
  expect(changed.body).toMatchObject({
    title: 'Fraud',
    status: 'closed',
    severity: 'critical',
    lastClosedDate: expect.any(String),
    notes: [{ text: 'We wait.', createdByName: 'admin.agent@simulated-partner.onmicrosoft.com' }],
  });
  expect((await asPerson('PATCH', path, { status: 'open', title: 'Other' })).body).toMatchObject({
    title: 'Fraud',
    status: 'open',
    lastClosedDate: null,
    notes: [{ text: 'We wait.' }],
  });
  for (const [body, code] of [
    [{ status: 'forgotten' }, '900126'],
    [{ newNote: { text: '' } }, '800002'],
    [{ newNote: 'We wait.' }, '800002'],
    [{ urgent: true }, '3000'],
  ] as const)
    expect((await asPerson('PATCH', path, body)).body.code).toBe(code);
  expect((await asPerson('PATCH', '/servicerequests/1', { status: 'closed' })).body.code).toBe('1000');
  expect((await microsoft.call('PATCH', path, { status: 'closed' })).body.code).toBe('900329');
});

test('users of a customer are listed, deleted and brought back over Partner Center as well', async () => {
  const tenant = randomUUID();
  const { users } = await microsoft.pull<{ users: string[] }>('POST', `tenants/${tenant}/directory`, {
    users: [{ createdAt: '2025-01-01T00:00:00Z' }, { createdAt: '2025-01-01T00:00:00Z' }],
  });
  const path = `/customers/${tenant}/users`;
  expect((await asPerson('GET', path)).body).toMatchObject({ totalCount: 2, items: [{ state: 'active' }, {}] });
  expect((await asPerson('DELETE', `${path}/${users[0]}`)).status).toBe(204);
  expect((await asPerson('GET', path)).body.totalCount).toBe(1);
  expect((await asPerson('PATCH', `${path}/${users[0]}`, { State: 'inactive' })).body.code).toBe('3000');
  expect((await asPerson('PATCH', `${path}/${users[0]}`, { State: 'active' })).body).toMatchObject({ id: users[0] });
  expect((await asPerson('GET', path)).body.totalCount).toBe(2);
});

test('the billing cycle of an order is changed on the order, and with it that of what it bought', async () => {
  const tenant = randomUUID();
  const lineItems = [{ lineItemNumber: 0, offerId: OFFER, quantity: 1 }];
  const path = `/customers/${tenant}/orders`;
  const { body } = await microsoft.call<{ id: string; lineItems: { subscriptionId: string }[] }>('POST', path, {
    billingCycle: 'monthly',
    lineItems,
  });
  const changed = await microsoft.call('PATCH', `${path}/${body.id}`, { ...body, billingCycle: 'annual' });
  expect(changed.body).toMatchObject({ billingCycle: 'annual' });
  const bought = await microsoft.read(`/customers/${tenant}/subscriptions/${body.lineItems[0]?.subscriptionId}`);
  expect(bought).toMatchObject({ billingCycle: 'annual', status: 'active' });
});

test('a sandbox is cleared of a customer, and counts only what runs', async () => {
  const own = await partner();
  try {
    const { tenantId, path } = await own.seed({ offerId: 'DZH318Z0BPS6:0001:DZH318Z0BML6', quantity: 1 });
    await own.pull('POST', 'settings', { sandbox: true });
    const plan = {
      billingCycle: 'one_time',
      lineItems: [{ lineItemNumber: 0, offerId: 'DZH318Z0BPS6:0001:DZH318Z0BML6', quantity: 1 }],
    };
    expect((await own.call('POST', `/customers/${tenantId}/orders`, plan)).body.code).toBe('900116');
    await own.write(path, { status: 'suspended' });
    expect((await own.call('POST', `/customers/${tenantId}/orders`, plan)).status).toBe(201);
    expect((await own.call('DELETE', `/customers/${tenantId}`)).status).toBe(204);
    expect((await own.call('GET', `/customers/${tenantId}`)).body.code).toBe('20002');
  } finally {
    await own.stop();
  }
});
