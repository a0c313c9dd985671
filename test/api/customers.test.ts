import { expect, test } from 'vitest';
import { startApi } from './support/api.ts';
import { aCustomer, contoso, stranger } from './support/customers.ts';

test('try', async () => {
  const api = await startApi();
  const made = await api.ask('POST', '/v1/customers', { body: contoso });
  console.log(made.status, made.headers.get('etag'), JSON.stringify(made.body, null, 1));
  const got = await api.ask('GET', '/v1/customers/ext:0187-ERLSR');
  console.log(got.status, got.headers.get('etag'));
  console.log(JSON.stringify((await api.ask('GET', '/v1/customers?minOverdue=0&limit=2')).body));
  console.log(JSON.stringify((await api.ask('GET', made.body['operation'])).body));
  const p = await api.ask('PATCH', '/v1/customers/ext:0187-ERLSR', { body: { name: 'New' }, headers: { 'if-match': got.headers.get('etag') ?? '' } });
  console.log(p.status, JSON.stringify(p.body));
  const p2 = await api.ask('PATCH', '/v1/customers/ext:0187-ERLSR', { body: { name: 'New2' }, headers: { 'if-match': got.headers.get('etag') ?? '' } });
  console.log(p2.status, JSON.stringify(p2.body));
  console.log((await api.ask('POST', '/v1/customers/ext:0187-ERLSR/onboarding/budget', { body: { monthly: { amount: '5.00', currency: 'EUR' } } })).body);
  const b = await api.ask('POST', '/v1/customers/ext:0187-ERLSR/onboarding/budget', { body: { monthly: { amount: '5.00', currency: 'PLN' } }, key: 'k1' });
  console.log(b.status, b.body);
  console.log((await api.ask('GET', '/v1/customers/ext:0187-ERLSR/onboarding')).body);
  expect(1).toBe(1);
  aCustomer; stranger;
});
