import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { sweepCustomer } from '../../../activities/access/sweep-customer.ts';
import { endRelationship } from '../../../activities/access/end-relationships.ts';
import { lockCustomer } from '../../../db/customers.ts';
import { endingAskedStatement, endingDecidedStatement, endingsDue } from '../../../db/relationship-endings.ts';
import { successorsOf } from '../../../db/relationship-offers.ts';
import { inTurn } from '../../../db/statement.ts';
import { writeChange } from '../../../db/write-change.ts';
import { accessHouse, PARTNER } from './support.ts';

const house = accessHouse();
const DAY = 86_400_000;
const READER = 'f2ef992c-3afb-46b9-b7cf-a126ee74c451';
const USERS = 'fe930be7-5e62-47db-91af-98c3a49a38b1';
const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';

/** A customer with a relationship that ends in so many days, and whose log of sign-ins has been read for four months. */
async function ending(roles: readonly string[], days: number, isReached = true) {
  const { id, tenant } = await house.customer();
  const to = `${randomUUID()}@fabrikam.example`;
  if (isReached) await house.contact(id, to);
  const relationship = await house.control<{ id: string }>('POST', `/tenants/${tenant}/delegated-relationships`, {
    roles,
    activeSinceDays: 300,
  });
  const seen = (await of(tenant)).find((one) => one.id === relationship.id);
  if (seen?.endsAt == null) throw new Error('no relationship');
  const { endsAt } = seen;
  house.clock.now = endsAt - days * DAY;
  const [watched, now] = [new Date(house.clock.now - 120 * DAY), new Date(house.clock.now)];
  await house.db
    .insertInto('customer_log_mark')
    .values({
      customer_id: id,
      source: 'signIns',
      scope: '',
      watched_since: watched,
      read_to: now,
      read_at: now,
      kept_days: 30,
      state: 'open',
      looked_at: now,
    })
    .execute();
  return { id, tenant, to, relationship: relationship.id, endsAt };
}
const of = async (tenant: string) =>
  (await house.relationships.list()).filter(({ customerTenantId }) => customerTenantId === tenant);
const waiting = async (tenant: string) => (await of(tenant)).filter(({ status }) => status === 'approvalPending');
const sweep = async (id: string, more: Partial<typeof house.deps> = {}) =>
  await sweepCustomer({ ...house.deps, ...more }, id, await house.relationships.list());
const auditOf = async (id: string) => {
  const rows = await house.db
    .selectFrom('audit_event')
    .select('kind')
    .where('chain', '=', id)
    .where('kind', 'like', 'access.%')
    .orderBy('seq')
    .execute();
  return rows.map(({ kind }) => kind);
};

test('a successor without the roles that nobody uses is offered once, told once, and takes over the groups when approved', async () => {
  const { id, tenant, to, relationship, endsAt } = await ending([READER, GLOBAL_ADMINISTRATOR], 59);
  const group = randomUUID();
  await house.relationships.assign(relationship, group, [READER, GLOBAL_ADMINISTRATOR]);
  await sweep(id);
  await sweep(id);
  const [offered, ...others] = await waiting(tenant);
  expect([offered?.roles, offered?.duration, others]).toEqual([[READER], 'P365D', []]);
  expect(await house.tasks(id)).toEqual(['relationshipTooBroad']);
  const [letter, ...more] = await house.letters(to);
  expect(more).toEqual([]);
  expect(letter?.text).toContain(`granularAdminRelationships/${offered?.id}`);
  expect(letter?.text).toMatch(/Obejmuje on role:\s+- Global Reader\s/);

  house.clock.now = endsAt - 29 * DAY;
  await sweep(id);
  expect(await house.tasks(id)).toEqual(['relationshipTooBroad', 'relationshipEnds']);
  await house.control('POST', `/tenants/${tenant}/delegated-relationships/${offered?.id}/approval`, {});
  await sweep(id);
  expect(await house.relationships.assignments(offered?.id ?? '')).toMatchObject([
    { securityGroup: group, roles: [READER] },
  ]);
  house.clock.now = endsAt;
  await sweep(id);
  expect(await house.tasks(id)).toEqual(['relationshipTooBroad', 'relationshipEnds']);
  expect(await auditOf(id)).toEqual([
    'access.successorDecided',
    'access.successorOffered',
    'access.successorTold',
    'access.successorInForce',
  ]);
});

test('a crash after Microsoft was asked leaves one offer; a customer without an address is a task', async () => {
  const { id, tenant } = await ending([READER], 50, false);
  const { delegatedRelationships } = house.deps;
  const dying: typeof delegatedRelationships = {
    ...delegatedRelationships,
    offer: async (offer) => {
      await delegatedRelationships.offer(offer);
      throw new Error('the worker died');
    },
  };
  await sweep(id, { delegatedRelationships: dying });
  expect([await waiting(tenant), await successorsOf(house.db, id)]).toMatchObject([[{}], [{ state: 'decided' }]]);
  await sweep(id);
  const [offered, ...others] = await waiting(tenant);
  expect(others).toEqual([]);
  expect(await successorsOf(house.db, id)).toMatchObject([{ state: 'offered', relationship: offered?.id }]);
  expect(await house.tasks(id)).toEqual(['relationshipOfferNotTold']);
});

test('what Microsoft does not take is a person’s, as the end is without an offer', async () => {
  const { id, tenant } = await ending([READER], 50);
  const match = { method: 'POST', pathPattern: 'delegatedAdminRelationships$' };
  await house.control('POST', '/faults', { kind: 'refuse', code: 'badRequest', status: 400, match });
  await sweep(id);
  await house.control('DELETE', '/faults');
  await sweep(id);
  expect([await waiting(tenant), await house.tasks(id)]).toEqual([[], ['relationshipEnds']]);
  expect(await auditOf(id)).toEqual(['access.successorDecided', 'access.successorRefused']);
});

test('one that nobody uses is found, once, and not offered again; a sign-in of the partner’s people is use', async () => {
  const [idle, used] = [await ending([USERS], 50), await ending([USERS], 50)];
  // What our rounds read, they read by another one.
  for (const { tenant } of [idle, used])
    await house.control('POST', `/tenants/${tenant}/delegated-relationships`, { roles: [READER] });
  await house.control('POST', '/clock', { tenantId: used.tenant, now: new Date(house.clock.now).toISOString() });
  const somebody = { userId: randomUUID(), homeTenantId: PARTNER, at: new Date(house.clock.now - DAY).toISOString() };
  await house.control('POST', `/tenants/${used.tenant}/sign-ins`, somebody);
  await house.keepLog(used, 'signIns', { from: house.clock.now - 2 * DAY, to: house.clock.now });
  for (const { id } of [idle, idle, used]) await sweep(id);
  expect(await house.tasks(idle.id)).toEqual(['relationshipEnds', 'relationshipUnused']);
  expect(await house.tasks(used.id)).toEqual([]);
  expect([await waiting(idle.tenant), await waiting(used.tenant)]).toMatchObject([[], [{ roles: [USERS] }]]);
});

test('one that two persons have ended is over at Microsoft, read back, and no alarm', async () => {
  const { id, tenant, relationship } = await ending([READER], 200);
  const ask = { id: 'rle_1', customerId: id, relationship, askedBy: 'anna', askedAt: house.clock.now };
  await house.db.transaction().execute(async (trx) => {
    await inTurn(trx, [
      endingAskedStatement(ask),
      endingDecidedStatement('rle_1', 'approved', 'boris', house.clock.now),
    ]);
    await writeChange(trx, await lockCustomer(trx, id), { statements: [], events: [] });
  });
  const [due] = await endingsDue(house.db);
  if (due === undefined) throw new Error('nothing is due');
  await house.control('POST', '/faults', { kind: 'lostAnswer', match: { pathPattern: '/requests$' } });
  expect(await endRelationship(house.deps, due)).toBe(true);
  await house.control('DELETE', '/faults');
  expect((await of(tenant)).map(({ status }) => status)).toEqual(['terminated']);
  expect([await endingsDue(house.db), await sweep(id), await house.tasks(id)]).toEqual([[], 0, []]);
  expect(await auditOf(id)).toEqual(['access.relationshipEndedByUs']);
});
