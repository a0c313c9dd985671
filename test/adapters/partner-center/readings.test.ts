import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { defaultReadings, type MicrosoftReadings } from '../../../contracts/microsoft-readings.ts';
import { createAzureEntitlements } from '../../../adapters/partner-security/create-azure-entitlements.ts';
import { createSecurityAlerts } from '../../../adapters/partner-security/create-security-alerts.ts';
import { startedMicrosoft } from '../support/microsoft.ts';
import { closeScripted, scriptedMicrosoft } from '../support/scripted-microsoft.ts';

const reading = (part: Partial<MicrosoftReadings>): MicrosoftReadings => ({ ...defaultReadings, ...part });

let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
beforeAll(async () => {
  microsoft = await startedMicrosoft();
});
afterEach(closeScripted);
afterAll(() => microsoft.stop());

describe('a reading that is overridden', () => {
  test('changes whether a subscription is changed with its etag', async () => {
    const tenant = randomUUID();
    const subscription = await microsoft.seed(tenant);
    const careless = microsoft.client({ readings: reading({ sendIfMatch: false }) });
    // An etag that Microsoft calls stale: who sends none is not refused.
    await microsoft.fault({
      kind: 'edit',
      set: { attributes: { etag: 'c3RhbGU=' } },
      match: { method: 'GET' },
      times: 1,
    });
    expect((await careless.suspendSubscription(tenant, subscription, 'stop')).status).toBe('suspended');
    const patches = (await microsoft.requests(tenant)).filter(({ method }) => method === 'PATCH');
    expect(patches.map(({ status }) => status)).toEqual([200]);
    await careless.close();
  });

  test('changes where alerts are asked for first', async () => {
    const connection = microsoft.connection({ readings: reading({ alertSources: ['fraudEvents'] }) });
    const before = (await microsoft.allRequests()).length;
    await createSecurityAlerts(microsoft.standard(), connection)
      .open()
      .catch(() => undefined);
    const asked = (await microsoft.allRequests()).slice(before).map(({ path }) => path);
    expect(asked.some((path) => path.startsWith('/beta/'))).toBe(false);
    expect(asked).toContain('/v1/fraudEvents');
    await connection.close();
  });

  test('changes which word of an Azure subscription means that it is on', async () => {
    const tenant = randomUUID();
    const plan = { id: randomUUID(), offerId: 'DZH318Z0BPS6:0001:DZH318Z0BML6', status: 'active' };
    const entitlement = { id: randomUUID(), friendlyName: 'Azure', status: 'Enabled' };
    const { connection } = await scriptedMicrosoft(({ url }, reply) => {
      const items = url.includes('azureEntitlements') ? [entitlement] : [plan];
      reply.end(JSON.stringify({ totalCount: 1, items, attributes: { objectType: 'Collection' } }));
    });
    const onWith = async (readings: MicrosoftReadings) =>
      (await createAzureEntitlements({ ...connection, readings }).list(tenant)).map(({ active }) => active);
    expect(await onWith(defaultReadings)).toEqual([false]);
    expect(await onWith(reading({ entitlementOn: ['active', 'enabled'] }))).toEqual([true]);
  });
});
