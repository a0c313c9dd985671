import { expect, test } from 'vitest';
import { sweepCustomer } from '../../../activities/access/sweep-customer.ts';
import { controlEvidence } from '../../../db/access-standing.ts';
import { loadCase, openCase } from '../../../db/security-cases.ts';
import { inTurn } from '../../../db/statement.ts';
import { changeCase } from '../../../activities/security/change-case.ts';
import { anId } from '../../db/support.ts';
import { accessHouse } from './support.ts';

const house = accessHouse();
const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';
const OWNER = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
const AZURE_PLAN = 'DZH318Z0BPS6:0001:DZH318Z0BML6';
const DAY = 86_400_000;

const sweep = async (customerId: string) => sweepCustomer(house.deps, customerId, await house.relationships.list());
const casesOf = async (customerId: string) => {
  const rows = await house.db.selectFrom('security_case').select('id').where('customer_id', '=', customerId).execute();
  return await Promise.all(rows.map(async ({ id }) => ({ id, known: (await loadCase(house.db, id))?.known })));
};
const giveRole = (tenant: string) =>
  house.control('POST', `/tenants/${tenant}/directory-roles`, { roleDefinitionId: GLOBAL_ADMINISTRATOR });
const versionOf = async (id: string) =>
  (await house.db.selectFrom('customer').select('fact_version').where('id', '=', id).executeTakeFirstOrThrow())
    .fact_version;

test('full administrators whom nothing explains are one case, each once, in the directory and in Azure', async () => {
  const { id, tenant } = await house.customer();
  await giveRole(tenant);
  const plan = await house.control<{ id: string }>('POST', `/tenants/${tenant}/subscriptions`, {
    offerId: AZURE_PLAN,
    quantity: 1,
  });
  const under = `/tenants/${tenant}/subscriptions/${plan.id}/entitlements`;
  const { id: azure } = await house.control<{ id: string }>('POST', under, {});
  await house.control('POST', `/azure-subscriptions/${azure}/roles`, { role: OWNER });
  expect([await sweep(id), await sweep(id)]).toEqual([2, 0]);
  const [found, ...others] = await casesOf(id);
  expect(others).toEqual([]);
  expect(found?.known).toMatchObject({ kind: 'security', source: 'watch', severity: 'high' });
  expect(found?.known?.administrators).toHaveLength(2);
  expect((await controlEvidence(house.db, id, house.clock.now)).unexplained).toBe(2);
});

test('a verdict that calls them legitimate explains them, and one that comes later is a case of its own', async () => {
  const { id, tenant } = await house.customer();
  await giveRole(tenant);
  await sweep(id);
  const [found] = await casesOf(id);
  const judged = { kind: 'case.judged', body: { verdict: 'legitimate', waived: false } } as const;
  await changeCase(house.deps, { caseId: found?.id ?? '', customerId: id }, () => [judged]);
  expect([await sweep(id), (await controlEvidence(house.db, id, house.clock.now)).unexplained]).toEqual([0, 0]);
  await giveRole(tenant);
  expect([await sweep(id), (await casesOf(id)).length]).toEqual([1, 2]);
});

test('an administrator whom a call was about is part of its case; what an alert is about is another matter', async () => {
  const receipt = (kind: 'fraud' | 'security', source: 'alert' | 'phone') => {
    const body = { kind, severity: 'high', source, receivedAt: house.clock.now, answerBy: null } as const;
    return { kind: 'case.received', body } as const;
  };
  const stamp = { at: house.clock.now, recordedAt: house.clock.now, actor: 'test' };
  const swept = async (kind: 'fraud' | 'security', source: 'alert' | 'phone') => {
    const { id: customerId, tenant } = await house.customer();
    const { statements } = openCase({ id: anId('sec'), customerId }, [receipt(kind, source)], stamp);
    await house.db.transaction().execute((trx) => inTurn(trx, statements));
    await giveRole(tenant);
    await sweep(customerId);
    return (await casesOf(customerId))
      .map(({ known }) => known?.administrators.length)
      .toSorted((one = 0, other = 0) => one - other);
  };
  expect([await swept('security', 'phone'), await swept('fraud', 'alert')]).toEqual([[1], [0, 1]]);
});

test('what a grant gives is explained while it lasts', async () => {
  const { id, tenant } = await house.customer();
  const waived = [
    'adminsUseMfa',
    'budgetSet',
    'alertsSubscribed',
    'securityContactNamed',
    'leastPrivilege',
    'noStandingAccess',
  ] as const;
  const grant = await house.grant(id, [{ kind: 'grant.approved', body: { waived } }], 'globalAdministrator');
  await grant.stirred();
  expect(await house.rolesAtMicrosoft(tenant)).toHaveLength(1);
  expect([await sweep(id), await casesOf(id)]).toEqual([0, []]);
});

test('of a customer of whom nothing is new, no life takes a turn', async () => {
  const { id } = await house.customer();
  const before = await versionOf(id);
  expect([await sweep(id), await versionOf(id)]).toEqual([0, before]);
});

test('a relationship near its end is a task, and one that has ended an alarm, each once', async () => {
  const { id, tenant } = await house.customer();
  await house.contact(id, 'ola@fabrikam.example');
  const ending = { roles: [GLOBAL_ADMINISTRATOR], duration: 'P365D', activeSinceDays: 300 };
  await house.control('POST', `/tenants/${tenant}/delegated-relationships`, ending);
  const [seen] = (await house.relationships.list()).filter((one) => one.customerTenantId === tenant);
  if (seen?.endsAt == null) throw new Error('no relationship');
  house.clock.now = seen.endsAt - 29 * DAY;
  expect([await sweep(id), await sweep(id), await house.tasks(id)]).toEqual([1, 0, ['relationshipEnds']]);
  house.clock.now = seen.endsAt - 6 * DAY;
  expect([await sweep(id), await house.tasks(id)]).toEqual([1, ['relationshipEnds', 'relationshipEnds']]);
  house.clock.now = seen.endsAt;
  expect([await sweep(id), await sweep(id)]).toEqual([1, 0]);
  expect((await house.tasks(id)).at(-1)).toBe('relationshipEnded');
  const alarms = await house.db
    .selectFrom('audit_event')
    .select('body')
    .where('kind', '=', 'access.relationshipEnded')
    .execute();
  expect(alarms.map(({ body }) => body['customer'])).toEqual([id]);
});

test('a tenant that cannot be read is left as it was, and met next time', async () => {
  const { id, tenant } = await house.customer();
  await house.control('POST', `/tenants/${tenant}/consent`, { granted: false });
  expect(await sweep(id)).toBe(0);
  const { readAt } = await controlEvidence(house.db, id, house.clock.now);
  expect(readAt).toBeNull();
});
