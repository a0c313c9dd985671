import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { ROUTE_ROLES } from '../../api/roles.ts';
import { routes } from '../../api/routes/routes.ts';
import { sharedApi } from './support/api.ts';
import { aCustomer, contoso, stranger } from './support/customers.ts';

const theApi = sharedApi();

test('the same key with the same body is answered again, and done once', async () => {
  const body = stranger();
  const key = randomUUID();
  const first = await theApi().ask('POST', '/v1/customers', { key, body });
  const again = await theApi().ask('POST', '/v1/customers', { key, text: JSON.stringify(body, null, 2) });
  expect([first.status, first.headers.get('idempotent-replayed')]).toEqual([202, null]);
  expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([202, 'true']);
  expect(again.body).toEqual(first.body);
  expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
  const { items } = (await theApi().ask('GET', `/v1/customers?q=${String(body['externalId'])}`)).body;
  expect(items).toHaveLength(1);
});

test('the same key with another body is refused', async () => {
  const key = randomUUID();
  await theApi().ask('POST', '/v1/customers', { key, body: stranger() });
  const other = await theApi().ask('POST', '/v1/customers', { key, body: stranger() });
  expect([other.status, other.body['code']]).toEqual([422, 'idempotency_key_reused']);
});

test('a key cannot be carried over to another call', async () => {
  const key = randomUUID();
  const [one, two] = [await aCustomer(theApi()), await aCustomer(theApi())];
  const body = { signedBy: 'Anna', signedAt: '2026-01-02T10:00:00Z' };
  expect((await theApi().ask('POST', `/v1/customers/${one}/onboarding/agreement`, { key, body })).status).toBe(202);
  const other = await theApi().ask('POST', `/v1/customers/${two}/onboarding/agreement`, { key, body });
  expect([other.status, other.body['code']]).toEqual([422, 'idempotency_key_reused']);
});

test('keys of two callers never meet', async () => {
  const key = randomUUID();
  const [mine, yours] = [stranger(), stranger()];
  const first = await theApi().ask('POST', '/v1/customers', { as: 'operator', key, body: mine });
  const second = await theApi().ask('POST', '/v1/customers', { as: 'admin', key, body: yours });
  expect([first.status, second.status]).toEqual([202, 202]);
  expect(second.body['externalId']).toBe(yours['externalId']);
});

test('of many requests with one key at once, one is done and none is done twice', async () => {
  const body = stranger();
  const key = randomUUID();
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => theApi().ask('POST', '/v1/customers', { key, body })),
  );
  const running = answers.filter((answer) => answer.body['code'] === 'request_in_progress');
  const answered = answers.filter((answer) => answer.status === 202);
  expect(running.length + answered.length).toBe(8);
  expect(running.every((answer) => answer.status === 409 && answer.headers.get('retry-after') !== null)).toBe(true);
  expect(new Set(answered.map((answer) => answer.body['id'])).size).toBe(1);
  expect(answered.filter((answer) => answer.headers.get('idempotent-replayed') === null)).toHaveLength(1);
});

test('an answer that a crash has lost is given from what was committed', async () => {
  const key = randomUUID();
  const body = stranger();
  const first = await theApi().ask('POST', '/v1/customers', { key, body });
  await theApi()
    .db.updateTable('idempotency_key')
    .set({ status: null, response: null })
    .where('key', '=', key)
    .execute();
  const again = await theApi().ask('POST', '/v1/customers', { key, body });
  expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([202, 'true']);
  expect([again.body['id'], again.body['operation']]).toEqual([first.body['id'], first.body['operation']]);
});

test('a refusal by a rule is the first answer of its key as well', async () => {
  const key = randomUUID();
  const body = { ...stranger(), policy: 'not-yet' };
  const first = await theApi().ask('POST', '/v1/customers', { key, body });
  const again = await theApi().ask('POST', '/v1/customers', { key, body });
  expect([first.status, first.body['code']]).toEqual([422, 'unknown_reference']);
  expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([422, 'true']);
  expect(again.body).toEqual(first.body);
});

test('a request that was malformed, denied or too early leaves its key free', async () => {
  const key = randomUUID();
  const body = stranger();
  expect((await theApi().ask('POST', '/v1/customers', { key, body: { ...body, name: 5 } })).status).toBe(400);
  expect((await theApi().ask('POST', '/v1/customers', { key, as: 'auditor', body })).status).toBe(403);
  expect((await theApi().ask('POST', '/v1/customers', { key, body })).status).toBe(202);
});

test('a key is 1 to 200 visible characters', async () => {
  for (const key of ['two words', 'k'.repeat(201)]) {
    const { status, body } = await theApi().ask('POST', '/v1/customers', { key, body: stranger() });
    expect([status, body['code']], key).toEqual([400, 'malformed']);
  }
  expect((await theApi().ask('POST', '/v1/customers', { key: '~', body: contoso })).status).toBe(202);
});

/** Money or an effect outside follows from these. */
const NEED_A_KEY = new Set<string>(
  `issueInvoice creditInvoice voidInvoice writeOffInvoice postPayment reversePayment matchPayment requestPrepayment
  addPaymentInstrument orderSubscription retrySubscription requestOffboarding resolveDispute startDunning
  escalateDunning placeHold releaseHold decideApproval renewCheckout judgeSecurityCase containSecurityCase
  recordPartnerPayment placeOrder changeQuantity linkMicrosoftTenant planCure decideContainment reverseContainment
  recordCreditRequest askForAccess decideAccessGrant revokeAccessGrant startHygieneReview recordRemedyRight
  askForRelationshipEnding decideRelationshipEnding`.split(/\s+/),
);

test('where money or an effect follows, a call without a key is turned away before its body is read', async () => {
  for (const route of routes.filter(({ method }) => method !== 'GET')) {
    const as = ROUTE_ROLES[route.id][0] ?? 'admin';
    const { body } = await theApi().ask(route.method, route.path.replaceAll(/:\w+/g, 'nothing'), { as, body: {} });
    expect(body['code'] === 'idempotency_key_required', route.id).toBe(NEED_A_KEY.has(route.id));
  }
});
