import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkContainment } from '../../../activities/security/check-containment.ts';
import { contain } from '../../../activities/security/contain.ts';
import { createAzureMachines } from '../../../adapters/azure-resources/create-azure-machines.ts';
import { createTenantAccess } from '../../../adapters/delegated-access/create-tenant-access.ts';
import { createPartnerDirectory } from '../../../adapters/partner-directory/create-partner-directory.ts';
import { createAzureEntitlements } from '../../../adapters/partner-security/create-azure-entitlements.ts';
import { createTenantCallers, type TenantCallers } from '../../../adapters/tenants/tenant-callers.ts';
import type { Db } from '../../../db/database.ts';
import type { CaseFact } from '../../../domain/security/case-facts.ts';
import type { ContainmentAction } from '../../../domain/security/containment-facts.ts';
import { foldCase } from '../../../domain/security/security-case.ts';
import { startedMicrosoft } from '../../adapters/support/microsoft.ts';
import { rememberedGrant } from '../../adapters/support/remembered-grant.ts';
import { aCustomer, openDatabase, WALL } from '../../db/support.ts';
import type { TestDatabase } from '../../support/database.ts';

const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';
const OWNER = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
const AZURE_PLAN = 'DZH318Z0BPS6:0001:DZH318Z0BML6';

let database: TestDatabase;
let db: Db;
let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
let connection: ReturnType<typeof microsoft.connection>;
let tenants: TenantCallers;
beforeAll(async () => {
  ({ test: database, db } = await openDatabase());
  microsoft = await startedMicrosoft();
  const userGrant = rememberedGrant();
  connection = microsoft.connection({ userGrant });
  tenants = createTenantCallers({ ...microsoft.standard(), userGrant }, connection);
});
afterAll(async () => {
  await connection.close();
  await microsoft.stop();
  await db.destroy();
  await database.drop();
});

function clients() {
  return {
    db,
    azureEntitlements: createAzureEntitlements(connection),
    azureMachines: createAzureMachines(tenants, connection),
    tenantAccess: createTenantAccess(tenants, connection),
    partnerDirectory: createPartnerDirectory(tenants, connection),
  };
}

function workOn(customerId: string, action: ContainmentAction, targets: readonly string[]) {
  const facts: CaseFact[] = [
    {
      kind: 'case.received',
      body: { kind: 'security', severity: 'high', source: 'watch', receivedAt: WALL, answerBy: null },
      seq: 1,
      at: WALL,
    },
    {
      kind: 'case.containmentOrdered',
      body: { containment: '1', action, targets },
      seq: 2,
      at: WALL,
    },
  ];
  return { caseId: 'sec_1', customerId, known: foldCase(facts) };
}

it('an account’s sign-ins are ended; of one that is gone there are none', async () => {
  const tenant = randomUUID();
  const customerId = await aCustomer(db, { tenant });
  const user = randomUUID();
  const users = [{ id: user, createdAt: '2026-01-01T00:00:00Z' }];
  await microsoft.control('POST', `/tenants/${tenant}/directory`, { users });
  const work = workOn(customerId, 'revokeSessions', [user, randomUUID()]);
  expect(await contain(clients(), work, '1')).toMatchObject([{ body: { stopped: [user] } }]);
  expect(await checkContainment(clients(), work, '1')).toMatchObject([{ body: { stillOn: [] } }]);
});

it('an account loses its roles in the directory and in Azure, and nobody else does', async () => {
  const tenant = randomUUID();
  const customerId = await aCustomer(db, { tenant });
  const intruder = randomUUID();
  const plan = await microsoft.seed(tenant, { offerId: AZURE_PLAN, quantity: 1 });
  const under = `/tenants/${tenant}/subscriptions/${plan}/entitlements`;
  const { id: azure } = await microsoft.control<{ id: string }>('POST', under, {});
  const directory = `/tenants/${tenant}/directory-roles`;
  const admin = { roleDefinitionId: GLOBAL_ADMINISTRATOR };
  await microsoft.control('POST', directory, { ...admin, principalId: intruder });
  const { id: colleague } = await microsoft.control<{ id: string }>('POST', directory, admin);
  await microsoft.control('POST', `/azure-subscriptions/${azure}/roles`, { role: OWNER, principalId: intruder });

  const deps = clients();
  const work = workOn(customerId, 'removeAdminRole', [intruder]);
  const stillOn = async () => (await checkContainment(deps, work, '1'))[0]?.body;
  expect(await stillOn()).toMatchObject({ stillOn: [expect.any(String), expect.any(String)] });
  expect(await contain(deps, work, '1')).toMatchObject([
    { kind: 'case.containmentSent', body: { stopped: [expect.any(String), expect.any(String)] } },
  ]);
  expect(await stillOn()).toEqual({ containment: '1', stillOn: [] });
  const { items } = await microsoft.control<{ items: { id: string }[] }>('GET', directory);
  expect(items.map(({ id }) => id)).toEqual([colleague]);
});
