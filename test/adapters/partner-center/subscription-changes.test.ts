import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PartnerCenterError } from '../../../adapters/index.ts';
import { hurryingRuntime } from '../support/hurry.ts';
import { startedMicrosoft } from '../support/microsoft.ts';
import { refusalOf } from '../support/refusal.ts';

let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
let client: ReturnType<typeof microsoft.client>;

beforeAll(async () => {
  microsoft = await startedMicrosoft();
  client = microsoft.client();
});
afterEach(() => microsoft.clearFaults());
afterAll(async () => {
  await client.close();
  await microsoft.stop();
});

const patch = { method: 'PATCH' };

async function seeded(subscription: object = {}) {
  const tenant = microsoft.newTenant();
  return { tenant, subscription: await microsoft.seed(tenant, subscription) };
}

const effectsOn = async (tenant: string) => (await microsoft.changes(tenant)).map(({ change }) => change).slice(1);
const patchesTo = async (tenant: string) =>
  (await microsoft.requests(tenant)).filter(({ method }) => method === 'PATCH');

const refusal = (attempt: Promise<unknown>) => refusalOf(PartnerCenterError, attempt);

describe('a suspension', () => {
  test('is read back, and a second one sends nothing', async () => {
    const { tenant, subscription } = await seeded();
    expect((await client.suspendSubscription(tenant, subscription, 'stop-1')).status).toBe('suspended');
    expect((await client.suspendSubscription(tenant, subscription, 'stop-2')).status).toBe('suspended');
    expect(await effectsOn(tenant)).toContain('suspended');
    expect(await patchesTo(tenant)).toHaveLength(1);
  });

  test('whose answer is lost after the effect happens once and is known to have happened', async () => {
    const { tenant, subscription } = await seeded();
    await microsoft.fault({ kind: 'lostAnswer', match: { ...patch, tenantId: tenant } });
    expect((await client.suspendSubscription(tenant, subscription, 'stop')).status).toBe('suspended');
    expect((await effectsOn(tenant)).filter((change) => change === 'suspended')).toHaveLength(1);
    expect(await patchesTo(tenant)).toHaveLength(1);
  });

  test('that ends in a server error after the effect is read back, not repeated', async () => {
    const { tenant, subscription } = await seeded();
    await microsoft.fault({ kind: 'status', status: 500, effect: 'done', match: { ...patch, tenantId: tenant } });
    expect((await client.suspendSubscription(tenant, subscription, 'stop')).status).toBe('suspended');
    expect(await patchesTo(tenant)).toHaveLength(1);
  });

  test('that ends in a server error before the effect is repeated under the same request id', async () => {
    const { tenant, subscription } = await seeded();
    await microsoft.fault({ kind: 'status', status: 503, times: 2, match: { ...patch, tenantId: tenant } });
    expect((await client.suspendSubscription(tenant, subscription, 'stop')).status).toBe('suspended');
    const patches = await patchesTo(tenant);
    expect(patches).toHaveLength(3);
    expect(new Set(patches.map(({ requestId }) => requestId)).size).toBe(1);
  });

  test('that never gets through is doubtful, and the next try with the same id finishes it', async () => {
    const { tenant, subscription } = await seeded();
    await microsoft.fault({ kind: 'status', status: 500, times: 4, match: { ...patch, tenantId: tenant } });
    const error = await refusal(client.suspendSubscription(tenant, subscription, 'stop'));
    expect(error).toMatchObject({ kind: 'doubtful', httpStatus: 500, code: '800003', needsPerson: false });
    expect((await client.suspendSubscription(tenant, subscription, 'stop')).status).toBe('suspended');
    expect((await effectsOn(tenant)).filter((change) => change === 'suspended')).toHaveLength(1);
  });

  test('whose answer and read-back are both lost is finished by another process, without a second effect', async () => {
    const { tenant, subscription } = await seeded();
    await microsoft.fault({ kind: 'lostAnswer', match: { ...patch, tenantId: tenant } });
    await microsoft.fault({
      kind: 'status',
      status: 502,
      skip: 1,
      times: 50,
      match: { method: 'GET', tenantId: tenant },
    });
    expect(await refusal(client.suspendSubscription(tenant, subscription, 'stop'))).toMatchObject({ kind: 'doubtful' });
    await microsoft.clearFaults();
    const another = microsoft.client();
    expect((await another.suspendSubscription(tenant, subscription, 'stop')).status).toBe('suspended');
    expect((await effectsOn(tenant)).filter((change) => change === 'suspended')).toHaveLength(1);
    await another.close();
  });

  test('meets a resource that changed meanwhile, and is applied afresh', async () => {
    const { tenant, subscription } = await seeded();
    await microsoft.fault({ kind: 'refuse', code: '2055', match: { ...patch, tenantId: tenant } });
    expect((await client.suspendSubscription(tenant, subscription, 'stop')).status).toBe('suspended');
    expect(await patchesTo(tenant)).toHaveLength(2);
  });

  test('that another change overtakes on the wire keeps that change', async () => {
    const { tenant, subscription } = await seeded();
    await microsoft.fault({ kind: 'latency', ms: 400, match: { ...patch, tenantId: tenant } });
    const stopping = client.suspendSubscription(tenant, subscription, 'stop');
    await setTimeout(150);
    await client.setRenewal(
      tenant,
      subscription,
      { autoRenewEnabled: false, scheduledNextTermInstructions: null },
      'renew',
    );
    expect(await stopping).toMatchObject({ status: 'suspended', autoRenewEnabled: false });
    expect((await patchesTo(tenant)).map(({ status }) => status)).toEqual([200, 400, 200]);
  });

  test('that is accepted and does not show is doubtful', async () => {
    const { tenant, subscription } = await seeded();
    await microsoft.fault({
      kind: 'edit',
      set: { status: 'active' },
      times: 200,
      match: { method: 'GET', tenantId: tenant },
    });
    const error = await refusal(client.suspendSubscription(tenant, subscription, 'stop'));
    expect(error).toMatchObject({ kind: 'doubtful', code: 'not_yet_visible' });
    expect(await patchesTo(tenant)).toHaveLength(1);
  });

  test('of a resource that changes every time gives up as stale', async () => {
    const { tenant, subscription } = await seeded();
    await microsoft.fault({ kind: 'refuse', code: '2055', times: 9, match: { ...patch, tenantId: tenant } });
    expect(await refusal(client.suspendSubscription(tenant, subscription, 'stop'))).toMatchObject({ kind: 'stale' });
    expect(await patchesTo(tenant)).toHaveLength(3);
  });

  test('while an operation is pending is a conflict that says to come back in 24 hours', async () => {
    const { tenant, subscription } = await seeded();
    await microsoft.fault({ kind: 'refuse', code: '900278', match: { ...patch, tenantId: tenant } });
    const error = await refusal(client.suspendSubscription(tenant, subscription, 'stop'));
    expect(error).toMatchObject({ kind: 'conflict', retryAfterMs: 86_400_000, needsPerson: false });
  });

  test('of a deleted subscription is a conflict: the state is not what was supposed', async () => {
    const { tenant, subscription } = await seeded();
    await client.cancelSubscription(tenant, subscription, 'cancel');
    expect(await refusal(client.suspendSubscription(tenant, subscription, 'stop'))).toMatchObject({
      kind: 'conflict',
      code: '2011',
    });
  });

  test('leaves everything else as it was', async () => {
    const scheduled = {
      product: {
        productId: 'CFQ7TTC0LH18',
        skuId: '0002',
        availabilityId: 'CFQ7TTC0K972',
        billingCycle: 'monthly',
        termDuration: 'P1M',
      },
      quantity: 7,
    };
    const { tenant, subscription } = await seeded({
      quantity: 12,
      friendlyName: 'Mail for all',
      scheduledNextTermInstructions: scheduled,
    });
    const before = await client.readSubscription(tenant, subscription);
    expect(before).toMatchObject({ autoRenewEnabled: true, scheduledNextTermInstructions: scheduled });
    const after = await client.suspendSubscription(tenant, subscription, 'stop');
    expect(after).toMatchObject({
      quantity: 12,
      friendlyName: 'Mail for all',
      billingCycle: before.billingCycle,
      termDuration: before.termDuration,
    });
  });
});

describe('a reinstatement', () => {
  test('activates first and then restores renewal, each in a change of its own', async () => {
    const scheduled = {
      product: {
        productId: 'CFQ7TTC0LH18',
        skuId: '0002',
        availabilityId: 'CFQ7TTC0K972',
        billingCycle: 'annual',
        termDuration: 'P1Y',
      },
      quantity: 3,
    };
    const { tenant, subscription } = await seeded();
    await client.suspendSubscription(tenant, subscription, 'stop');
    expect((await client.reactivateSubscription(tenant, subscription, 'start')).status).toBe('active');
    const restored = await client.setRenewal(
      tenant,
      subscription,
      { autoRenewEnabled: true, scheduledNextTermInstructions: scheduled },
      'renew',
    );
    expect(restored).toMatchObject({
      status: 'active',
      autoRenewEnabled: true,
      scheduledNextTermInstructions: scheduled,
    });
  });

  test('does not lift what Microsoft itself suspended', async () => {
    const { tenant, subscription } = await seeded();
    await microsoft.control('POST', `/tenants/${tenant}/subscriptions/${subscription}/microsoft-suspension`, {
      reasons: ['AUP'],
    });
    const seen = await client.readSubscription(tenant, subscription);
    expect(seen).toMatchObject({ status: 'suspended', suspensionReasons: ['AUP'] });
    expect(await refusal(client.reactivateSubscription(tenant, subscription, 'start'))).toMatchObject({
      kind: 'conflict',
      code: '800096',
    });
  });

  test('of renewal settings that already hold sends nothing', async () => {
    const { tenant, subscription } = await seeded();
    await client.setRenewal(
      tenant,
      subscription,
      { autoRenewEnabled: true, scheduledNextTermInstructions: null },
      'renew',
    );
    expect(await patchesTo(tenant)).toHaveLength(0);
  });
});

describe('a cancellation', () => {
  test('works inside the window, once', async () => {
    const { tenant, subscription } = await seeded();
    await microsoft.fault({ kind: 'lostAnswer', match: { ...patch, tenantId: tenant } });
    expect((await client.cancelSubscription(tenant, subscription, 'cancel')).status).toBe('deleted');
    expect((await effectsOn(tenant)).filter((change) => change === 'deleted')).toHaveLength(1);
  });

  test('is refused outside the window, for a person to decide', async () => {
    const { tenant, subscription } = await seeded({ startsOn: '2026-01-05', termDuration: 'P3Y' });
    const error = await refusal(client.cancelSubscription(tenant, subscription, 'cancel'));
    expect(error).toMatchObject({ kind: 'refused', code: '900117', needsPerson: true });
  });
});

describe('the wire', () => {
  test('may begin with a byte-order mark', async () => {
    const { tenant, subscription } = await seeded();
    await microsoft.fault({ kind: 'bom', times: 3, match: { tenantId: tenant } });
    expect((await client.suspendSubscription(tenant, subscription, 'stop')).status).toBe('suspended');
  });

  test('may say a status that nobody knows yet', async () => {
    const { tenant, subscription } = await seeded();
    await microsoft.fault({ kind: 'edit', set: { status: 'hibernating' }, match: { tenantId: tenant } });
    expect((await client.readSubscription(tenant, subscription)).status).toBe('unknown');
  });

  test('may carry a numeric error code', async () => {
    const { tenant, subscription } = await seeded();
    await microsoft.fault({ kind: 'refuse', code: 800_091, match: { ...patch, tenantId: tenant } });
    expect(await refusal(client.suspendSubscription(tenant, subscription, 'stop'))).toMatchObject({
      kind: 'conflict',
      code: '800091',
    });
  });
});

describe('throttling', () => {
  test('is waited for as long as Microsoft says when that is short', async () => {
    const { tenant, subscription } = await seeded();
    const runtime = hurryingRuntime();
    const own = microsoft.client({ runtime });
    await microsoft.fault({ kind: 'throttle', retryAfter: 3, match: { ...patch, tenantId: tenant } });
    expect((await own.suspendSubscription(tenant, subscription, 'stop')).status).toBe('suspended');
    expect(runtime.waits).toContain(3_000);
    await own.close();
  });

  test('that takes too long is handed to the caller with the time to wait', async () => {
    const { tenant, subscription } = await seeded();
    await microsoft.fault({ kind: 'throttle', retryAfter: 40, match: { ...patch, tenantId: tenant } });
    const error = await refusal(client.suspendSubscription(tenant, subscription, 'stop'));
    expect(error).toMatchObject({ kind: 'throttled', retryAfterMs: 40_000 });
    expect(await effectsOn(tenant)).toEqual([]);
  });

  test('that is repeated is waited for ever longer, and ends as throttled', async () => {
    const { tenant, subscription } = await seeded();
    const runtime = hurryingRuntime();
    const own = microsoft.client({ runtime });
    await microsoft.fault({ kind: 'throttle', retryAfter: 1, times: 20, match: { ...patch, tenantId: tenant } });
    expect(await refusal(own.suspendSubscription(tenant, subscription, 'stop'))).toMatchObject({ kind: 'throttled' });
    expect(runtime.waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThanOrEqual(10_000);
    await own.close();
  });
});
