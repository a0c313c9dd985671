import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Lifecycle } from '../../api/lifecycle.ts';
import type { Db } from '../../db/database.ts';
import { certificateServer } from '../adapters/support/certificate-server.ts';
import { startedMicrosoft } from '../adapters/support/microsoft.ts';
import { sharedApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { record } from './support/debt.ts';
import { decidingAtOnce } from './support/living.ts';

const microsoft = await startedMicrosoft();
const certificates = await certificateServer();
const partnerCenter = microsoft.client();
afterAll(async () => {
  await partnerCenter.close();
  await Promise.all([microsoft.stop(), certificates.stop()]);
});

/** Which life was told of what, one after the other. */
const told: { readonly customer: string; readonly because: string }[] = [];
const lifecycle = (db: Db): Lifecycle => {
  const living = decidingAtOnce()(db);
  const changed: Lifecycle['changed'] = async (customer, change, operationId) => {
    told.push({ customer, because: change.because });
    return await living.changed(customer, change, operationId);
  };
  return { ...living, changed };
};
const shared = sharedApi({ partnerCenter, lifecycle, partnerWebhooks: certificates.receiver() });

let events = 0;
const happened = async (tenant: string): Promise<string> => {
  events += 1;
  const body = Buffer.from(
    JSON.stringify({
      EventName: 'subscription-updated',
      ResourceUri: `https://api.partnercenter.microsoft.com/v1/customers/${tenant}/subscriptions/${randomUUID()}`,
      ResourceName: 'subscription',
      ResourceChangeUtcDate: new Date(events).toISOString(),
    }),
  );
  const answer = await fetch(`${shared().url}/webhooks/partner-center`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...certificates.headersOf(body) },
    body: new Uint8Array(body),
  });
  return ((await answer.json()) as { state: string }).state;
};

describe('an event about a subscription', () => {
  let tenant: string;
  let customer: string;
  beforeAll(async () => {
    tenant = randomUUID();
    await microsoft.seed(tenant);
    customer = await aCustomer(shared(), { onboarding: 'existing', microsoftTenantId: tenant });
  });

  it('tells the life of what was read at Microsoft and not known', async () => {
    told.length = 0;
    expect(await happened(tenant)).toBe('applied');
    expect(told).toEqual([{ customer, because: 'reconciliation' }]);
  });

  it('tells nobody of what was known: whoever recorded it does, and a second telling would cost the life a turn', async () => {
    await record(shared(), customer, Date.now(), ({ today }) => [
      { kind: 'dunning.paused', effectiveOn: today, body: { until: '2099-01-01' } },
    ]);
    told.length = 0;
    expect(await happened(tenant)).toBe('applied');
    expect(told).toEqual([]);
  });
});
