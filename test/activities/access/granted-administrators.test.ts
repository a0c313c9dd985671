import { expect, test } from 'vitest';
import type { ActivityDeps } from '../../../activities/deps.ts';
import { watchCustomer } from '../../../activities/usage/watch-usage.ts';
import { findCustomer } from '../../../db/customers.ts';
import { CONTROLS } from '../../../domain/access/controls.ts';
import { accessHouse, HOUR } from './support.ts';

const house = accessHouse();
const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';

test('a Global administrator whom a grant of ours made is no deviation in the customer’s log; anybody else is a case', async () => {
  const { id, tenant } = await house.customer();
  await house.control('POST', '/clock', { tenantId: tenant, now: new Date(house.clock.now).toISOString() });
  const grant = await house.grant(id, [{ kind: 'grant.approved', body: { waived: CONTROLS } }], 'globalAdministrator');
  await grant.stirred();
  const given = (user: string) =>
    house.control('POST', `/tenants/${tenant}/directory-audits`, {
      activity: 'Add member to role',
      category: 'RoleManagement',
      by: { userId: `of ${user}`, userPrincipalName: 'admin@customer.example' },
      target: { id: user, userPrincipalName: 'somebody@customer.example' },
      role: { templateId: GLOBAL_ADMINISTRATOR, name: 'Global Administrator' },
      at: new Date(house.clock.now).toISOString(),
    });
  const watched = async () => {
    const head = await findCustomer(house.db, id);
    if (head === undefined) throw new Error('no customer');
    const window = { from: house.clock.now - HOUR, to: house.clock.now + HOUR };
    await house.keepLog({ id, tenant }, 'directoryAudits', window);
    // Nothing else of the deps is used by the watch.
    return await watchCustomer(house.deps as unknown as ActivityDeps, head, house.clock.now);
  };
  await given(grant.target.principal);
  expect(await watched()).toBe(0);
  await given('somebody-else');
  expect(await watched()).toBe(1);
});
