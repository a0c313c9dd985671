import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createAzureEntitlements } from '../../../adapters/partner-security/create-azure-entitlements.ts';
import { createAzureMachines } from '../../../adapters/azure-resources/create-azure-machines.ts';
import type { AzureMachines } from '../../../adapters/azure-resources/port.ts';
import { createTenantCallers } from '../../../adapters/tenants/tenant-callers.ts';
import { PartnerCenterError } from '../../../adapters/index.ts';
import { startedMicrosoft } from '../support/microsoft.ts';
import { rememberedGrant } from '../support/remembered-grant.ts';
import { refusalOf } from '../support/refusal.ts';

const AZURE_PLAN = 'DZH318Z0BPS6:0001:DZH318Z0BML6';

let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
let connection: ReturnType<typeof microsoft.connection>;
let machines: AzureMachines;

beforeAll(async () => {
  microsoft = await startedMicrosoft({ entitlementAfterMs: 0 });
  const userGrant = rememberedGrant();
  connection = microsoft.connection({ userGrant });
  machines = createAzureMachines(createTenantCallers({ ...microsoft.standard(), userGrant }, connection), connection);
});
afterEach(() => microsoft.clearFaults());
afterAll(async () => {
  await connection.close();
  await microsoft.stop();
});

/** A running machine of a new customer. */
async function machine(power = 'running') {
  const tenant = microsoft.newTenant();
  const plan = await microsoft.seed(tenant, { offerId: AZURE_PLAN, quantity: 1 });
  const under = `/tenants/${tenant}/subscriptions/${plan}/entitlements`;
  const azure = await microsoft.control<{ id: string }>('POST', under, {});
  const place = `/tenants/${tenant}/azure/${azure.id}/machines`;
  const { id } = await microsoft.control<{ id: string }>('POST', place, { name: 'miner', power });
  const later = async (minutes: number): Promise<void> => {
    const now = new Date(Date.now() + minutes * 60_000).toISOString();
    await microsoft.control('POST', '/clock', { tenantId: tenant, now });
  };
  const deallocations = async (): Promise<number> =>
    (await microsoft.allRequests()).filter(({ path, method }) => method === 'POST' && path.includes(azure.id)).length;
  return { tenant, plan, azure: azure.id, id, later, deallocations };
}

describe('a machine in a customer’s Azure', () => {
  test('is freed, which shows a minute later, and started again', async () => {
    const { tenant, id, later } = await machine();
    expect(await machines.isOn(tenant, id)).toBe(true);
    await machines.deallocate(tenant, id);
    expect(await machines.isOn(tenant, id)).toBe(true);
    await later(2);
    expect(await machines.isOn(tenant, id)).toBe(false);
    await machines.start(tenant, id.toUpperCase());
    await later(4);
    expect(await machines.isOn(tenant, id)).toBe(true);
  });

  test('that was switched off from within counts as on: it goes on costing', async () => {
    const { tenant, id } = await machine('stopped');
    expect(await machines.isOn(tenant, id)).toBe(true);
  });

  test('is out of reach once the customer has put the partner out, and Partner Center cancels all the same (practice 53)', async () => {
    const { tenant, plan, azure, id } = await machine();
    await microsoft.control('POST', `/tenants/${tenant}/consent`, { granted: false });
    const refusal = await refusalOf(PartnerCenterError, machines.deallocate(tenant, id));
    expect(refusal).toMatchObject({ kind: 'unauthorized', needsPerson: true });
    const entitlements = createAzureEntitlements(connection);
    await entitlements.cancel(tenant, { id: azure, planId: plan });
    expect(await entitlements.list(tenant)).toMatchObject([{ id: azure, active: false }]);
  });

  test('that is gone is off, and one of a disabled subscription is freed and cannot be started', async () => {
    const { tenant, azure, plan, id } = await machine();
    expect(await machines.isOn(tenant, id.replace('miner', 'nobody'))).toBe(false);
    const disabled = `/tenants/${tenant}/subscriptions/${plan}/entitlements`;
    const { id: off } = await microsoft.control<{ id: string }>('POST', disabled, { active: false });
    const place = `/tenants/${tenant}/azure/${off}/machines`;
    const { id: inside } = await microsoft.control<{ id: string }>('POST', place, { name: 'sleeper' });
    expect(azure).not.toBe(off);
    expect(await machines.isOn(tenant, inside)).toBe(false);
    const refusal = await refusalOf(PartnerCenterError, machines.start(tenant, inside));
    expect(refusal).toMatchObject({ kind: 'conflict', code: 'ReadOnlyDisabledSubscription' });
  });

  test('whose answer was lost is looked at before it is told again', async () => {
    const { tenant, id, later, deallocations } = await machine();
    await microsoft.fault({ kind: 'lostAnswer', match: { method: 'POST', pathPattern: 'deallocate$' }, times: 1 });
    await machines.deallocate(tenant, id);
    expect(await deallocations()).toBe(2);
    await later(2);
    expect(await machines.isOn(tenant, id)).toBe(false);
  });
});
