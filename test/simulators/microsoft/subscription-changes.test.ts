import { afterAll, beforeAll, expect, test } from 'vitest';
import { partner, type Sub } from '../support/partner.ts';

let microsoft: Awaited<ReturnType<typeof partner>>;
beforeAll(async () => {
  microsoft = await partner();
});
afterAll(() => microsoft.stop());

const nextTerm = {
  product: {
    productId: 'CFQ7TTC0LH18',
    skuId: '0001',
    availabilityId: 'CFQ7TTC0K971',
    billingCycle: 'monthly',
    termDuration: 'P1Y',
  },
  quantity: 9,
};

interface Change {
  readonly change: string;
  readonly by: string;
  readonly to: unknown;
}
const changes = async (tenantId: string) =>
  (await microsoft.pull<{ items: Change[] }>('GET', `changes?tenantId=${tenantId}`)).items;

test('suspension turns auto-renew off and drops scheduled changes, and reactivation brings neither back', async () => {
  const { path } = await microsoft.seed({ scheduledNextTermInstructions: nextTerm });
  expect(await microsoft.read(path)).toMatchObject({
    autoRenewEnabled: true,
    scheduledNextTermInstructions: { quantity: 9 },
  });
  const suspended = await microsoft.write(path, { status: 'suspended' });
  expect(suspended.status).toBe(200);
  expect(suspended.body).toMatchObject({ status: 'suspended', autoRenewEnabled: false, suspensionReasons: [] });
  expect(suspended.body).not.toHaveProperty('scheduledNextTermInstructions');
  const back = await microsoft.write(path, { status: 'active' });
  expect(back.body).toMatchObject({ status: 'active', autoRenewEnabled: false });
  expect(back.body).not.toHaveProperty('scheduledNextTermInstructions');
  expect(back.body).not.toHaveProperty('suspensionReasons');
});

test('auto-renew and scheduled changes come back by a write of their own after the reactivation', async () => {
  const { path } = await microsoft.seed();
  await microsoft.write(path, { status: 'suspended' });
  const together = await microsoft.write(path, { status: 'active', autoRenewEnabled: true });
  expect([together.status, together.body.code]).toEqual([400, '800091']);
  expect((await microsoft.read(path)).status).toBe('suspended');
  await microsoft.write(path, { status: 'active' });
  const restored = await microsoft.write(path, { autoRenewEnabled: true, scheduledNextTermInstructions: nextTerm });
  expect(restored.body).toMatchObject({ autoRenewEnabled: true, scheduledNextTermInstructions: { quantity: 9 } });
});

test('a write that leaves out autoRenewEnabled turns it off and drops the scheduled changes', async () => {
  const { path } = await microsoft.seed({ scheduledNextTermInstructions: nextTerm });
  const reply = await microsoft.call<Sub>('PATCH', path, {
    friendlyName: 'Other',
    scheduledNextTermInstructions: nextTerm,
  });
  expect(reply.body).toMatchObject({ friendlyName: 'Other', autoRenewEnabled: false });
  expect(reply.body).not.toHaveProperty('scheduledNextTermInstructions');
});

test('a write that leaves out the scheduled changes drops them and keeps auto-renew', async () => {
  const { path } = await microsoft.seed({ scheduledNextTermInstructions: nextTerm });
  const reply = await microsoft.call<Sub>('PATCH', path, { autoRenewEnabled: true });
  expect(reply.body.autoRenewEnabled).toBe(true);
  expect(reply.body).not.toHaveProperty('scheduledNextTermInstructions');
});

test('a stale etag is 400/2055, a missing one and the present one are taken', async () => {
  const { path } = await microsoft.seed();
  const { attributes } = await microsoft.read(path);
  expect(JSON.parse(Buffer.from(attributes.etag, 'base64').toString())).toMatchObject({
    id: expect.any(String),
    version: 1,
  });
  const ifMatch = { 'if-match': `"${attributes.etag}"` };
  expect((await microsoft.call('PATCH', path, { autoRenewEnabled: false }, ifMatch)).status).toBe(200);
  const stale = await microsoft.call('PATCH', path, { status: 'suspended' }, ifMatch);
  expect([stale.status, stale.body.code]).toEqual([400, '2055']);
  expect((await microsoft.read(path)).status).toBe('active');
  expect((await microsoft.call('PATCH', path, { status: 'suspended' })).status).toBe(200);
});

test('a write that changes nothing leaves the etag as it is', async () => {
  const { path } = await microsoft.seed();
  const before = await microsoft.read(path);
  expect((await microsoft.write(path, {})).body.attributes.etag).toBe(before.attributes.etag);
});

test('a suspended subscription takes no other change', async () => {
  const { path } = await microsoft.seed();
  await microsoft.write(path, { status: 'suspended' });
  expect((await microsoft.write(path, { quantity: 6 })).body.code).toBe('2001');
  expect((await microsoft.write(path, { friendlyName: 'x' })).body.code).toBe('800091');
  expect((await microsoft.write(path, { autoRenewEnabled: true })).body.code).toBe('800091');
  expect((await microsoft.write(path, { status: 'suspended' })).status).toBe(200);
});

test('a change of status and another change do not go together', async () => {
  const { path } = await microsoft.seed();
  expect((await microsoft.write(path, { status: 'suspended', quantity: 6 })).body.code).toBe('800002');
  expect(await microsoft.read(path)).toMatchObject({ status: 'active', quantity: 5 });
});

test('inside seven days a subscription can be deleted and its seats lowered, later neither', async () => {
  const early = await microsoft.seed();
  expect((await microsoft.write(early.path, { quantity: 2 })).body.quantity).toBe(2);
  expect((await microsoft.write(early.path, { status: 'deleted' })).body.status).toBe('deleted');
  expect((await microsoft.write(early.path, { status: 'active' })).body.code).toBe('2011');

  const late = await microsoft.seed();
  await microsoft.setClock(late.tenantId, new Date(Date.now() + 7 * 86_400_000 + 60_000).toISOString());
  expect((await microsoft.write(late.path, { status: 'deleted' })).body.code).toBe('900117');
  expect((await microsoft.write(late.path, { quantity: 2 })).body.code).toBe('800090');
  expect((await microsoft.write(late.path, { quantity: 8 })).body.quantity).toBe(8);
});

test('the billing cycle is not changed here, and a word that is no status is no status', async () => {
  const { path } = await microsoft.seed();
  expect((await microsoft.write(path, { billingCycle: 'annual' })).body.code).toBe('2054');
  expect((await microsoft.write(path, { status: 'paused' })).body.code).toBe('900126');
  expect((await microsoft.write(path, { status: 'disabled' })).body.code).toBe('800096');
});

test('what Microsoft has suspended the partner cannot lift; Microsoft can', async () => {
  const { path, tenantId, id } = await microsoft.seed();
  const lever = `tenants/${tenantId}/subscriptions/${id}/microsoft-suspension`;
  await microsoft.pull('POST', lever, { reasons: ['Acceptable use'] });
  expect(await microsoft.read(path)).toMatchObject({
    status: 'suspended',
    suspensionReasons: ['Acceptable use'],
    autoRenewEnabled: false,
  });
  const refused = await microsoft.write(path, { status: 'active' });
  expect([refused.status, refused.body.code]).toEqual([400, '800096']);
  await microsoft.pull('DELETE', lever);
  expect((await microsoft.read(path)).status).toBe('active');
});

test('a customer may switch its service on again by itself', async () => {
  const { path, tenantId, id } = await microsoft.seed();
  await microsoft.write(path, { status: 'suspended' });
  await microsoft.pull('POST', `tenants/${tenantId}/subscriptions/${id}/customer-reactivation`);
  expect(await microsoft.read(path)).toMatchObject({ status: 'active', autoRenewEnabled: false });
  expect((await changes(tenantId)).map((one) => [one.change, one.by])).toEqual([
    ['seeded', 'control'],
    ['suspended', 'partner'],
    ['autoRenew', 'partner'],
    ['reactivated', 'customer'],
  ]);
});

test('add-ons are suspended and return with their base, but not those that were suspended on their own', async () => {
  const base = await microsoft.seed();
  const follower = await microsoft.seed({ parentSubscriptionId: base.id }, base.tenantId);
  const loner = await microsoft.seed({ parentSubscriptionId: base.id }, base.tenantId);
  await microsoft.write(loner.path, { status: 'suspended' });
  await microsoft.write(base.path, { status: 'suspended' });
  expect((await microsoft.read(follower.path)).status).toBe('suspended');
  const alone = await microsoft.write(follower.path, { status: 'active' });
  expect([alone.status, alone.body.code]).toEqual([409, '27009']);
  await microsoft.write(base.path, { status: 'active' });
  expect(await microsoft.read(follower.path)).toMatchObject({ status: 'active', autoRenewEnabled: false });
  expect((await microsoft.read(loner.path)).status).toBe('suspended');
  const addOns = await microsoft.call<{ items: Sub[] }>('GET', `${base.path}/addons`);
  expect(addOns.body.items.map((one) => one.id)).toEqual([follower.id, loner.id]);
});
