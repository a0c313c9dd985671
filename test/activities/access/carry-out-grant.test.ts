import { expect, test } from 'vitest';
import { CONTROLS } from '../../../domain/access/controls.ts';
import { accessHouse, APPROVED, HOUR } from './support.ts';

const house = accessHouse();
const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';

test('a grant is there while it lasts, and that it is gone afterwards is proven', async () => {
  const { id, tenant } = await house.customer();
  const grant = await house.grant(id);
  await grant.stirred();
  expect(await house.rolesAtMicrosoft(tenant)).toEqual([grant.target.principal]);
  expect(await grant.known()).toMatchObject({ activatedAt: house.clock.now, endedAt: null });
  house.clock.now += 2 * HOUR;
  await grant.stirred();
  expect(await house.rolesAtMicrosoft(tenant)).toEqual([]);
  expect(await grant.known()).toMatchObject({ checks: 1, endedAt: house.clock.now });
});

test('nothing is given without a second person, and nothing after the end', async () => {
  const { id, tenant } = await house.customer();
  const waiting = await house.grant(id, []);
  await waiting.stirred();
  const late = await house.grant(id);
  house.clock.now += 3 * HOUR;
  await late.stirred();
  await waiting.stirred();
  expect(await house.rolesAtMicrosoft(tenant)).toEqual([]);
  expect([(await waiting.known()).refusal, (await late.known()).refusal]).toEqual(['lapsed', 'lapsed']);
});

test('a role that somebody has already is not taken over: it would end with the grant', async () => {
  const { id, tenant } = await house.customer();
  const grant = await house.grant(id);
  const { principal: principalId, role: roleDefinitionId } = grant.target;
  await house.control('POST', `/tenants/${tenant}/directory-roles`, { principalId, roleDefinitionId });
  await grant.stirred();
  expect(await grant.known()).toMatchObject({ refusal: 'alreadyAssigned', activatingAt: null });
  expect(await house.tasks(id)).toEqual(['accessNotGiven']);
  expect(await house.rolesAtMicrosoft(tenant)).toEqual([principalId]);
});

test('a control that is gone by the time of its start stops it, unless it was waived by name', async () => {
  const { id, tenant } = await house.customer();
  const refused = await house.grant(id, [APPROVED], 'globalAdministrator');
  await refused.stirred();
  expect((await refused.known()).refusal).toBe('controlsMissing');
  const waived = await house.grant(id, [{ kind: 'grant.approved', body: { waived: CONTROLS } }], 'globalAdministrator');
  await waived.stirred();
  expect(await house.rolesAtMicrosoft(tenant)).toEqual([waived.target.principal]);
});

test('a crash between asking Microsoft and recording the answer leaves one role, and it is taken away', async () => {
  const { id, tenant } = await house.customer();
  const grant = await house.grant(id, [APPROVED, { kind: 'grant.activating', body: {} }]);
  await house.deps.tenantAccess.make(tenant, grant.target);
  await grant.stirred();
  expect(await house.rolesAtMicrosoft(tenant)).toHaveLength(1);
  await grant.add({ kind: 'grant.revoked', body: {} });
  await grant.stirred();
  expect([await house.rolesAtMicrosoft(tenant), (await grant.known()).endedAt]).toEqual([[], house.clock.now]);
});

test('a customer that shuts us out is a task, once, and what was asked for is given when it lets us in again', async () => {
  const { id, tenant } = await house.customer();
  await house.control('POST', `/tenants/${tenant}/consent`, { granted: false });
  const [grant, missed] = [await house.grant(id), await house.grant(id)];
  for (let look = 0; look < 2; look += 1) {
    await grant.stirred();
    await missed.stirred();
    house.clock.now += HOUR / 2;
  }
  expect(await grant.known()).toMatchObject({ refusal: null, activatingAt: null, shutOuts: 2 });
  expect(await house.tasks(id)).toEqual(['accessShutOut', 'accessShutOut']);
  await house.control('POST', `/tenants/${tenant}/consent`, { granted: true });
  await grant.stirred();
  expect(await house.rolesAtMicrosoft(tenant)).toEqual([grant.target.principal]);
  house.clock.now += 2 * HOUR;
  await missed.stirred();
  expect(await missed.known()).toMatchObject({ refusal: 'shutOut', activatingAt: null });
});

test('an end that cannot be proven asks a person once, and is tried until it is proven', async () => {
  const { id, tenant } = await house.customer();
  const roles = [GLOBAL_ADMINISTRATOR];
  const { id: relationship } = await house.control<{ id: string }>(
    'POST',
    `/tenants/${tenant}/delegated-relationships`,
    { roles },
  );
  const grant = await house.grant(id);
  await grant.stirred();
  expect(await house.rolesAtMicrosoft(tenant)).toHaveLength(1);
  await house.control('DELETE', `/tenants/${tenant}/delegated-relationships/${relationship}`);
  house.clock.now += 2 * HOUR;
  for (let look = 0; look < 10; look += 1) {
    await grant.stirred();
    house.clock.now += HOUR;
  }
  expect(await grant.known()).toMatchObject({ checks: 10, unproven: true, endedAt: null });
  expect(await house.tasks(id)).toEqual(['accessEndUnproven']);
  await house.control('POST', `/tenants/${tenant}/delegated-relationships`, { roles });
  await grant.stirred();
  expect([await house.rolesAtMicrosoft(tenant), (await grant.known()).endedAt]).toEqual([[], house.clock.now]);
});
