import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openOutside, type Outside } from '../../adapters/from-configuration.ts';
import { createPartnerWebhooks } from '../../adapters/partner-security/create-partner-webhooks.ts';
import { hurryRounds } from '../../api/hurry.ts';
import { type Round, type RoundReport, scheduleOfRound, TEND_BOOK_TYPE } from '../../contracts/round-activities.ts';
import type { tendBook } from '../../workflows/index.ts';
import { startApi, type TestApi } from '../api/support/api.ts';
import { type House, openHouse } from '../support/house.ts';
import { testLog } from '../support/workflow-machinery.ts';
import { installStandardPolicy, moveIn, type Resident } from '../support/residents.ts';

const POLL = { timeout: 20_000 };

describe("Microsoft's alerts on the real servers", () => {
  let house: House;
  let api: TestApi;
  let closeApi: () => Promise<void>;
  let outside: Outside;
  const round = async (which: Round): Promise<RoundReport> =>
    await house.client.workflow.execute('tendBook', {
      workflowId: `round-${randomUUID()}`,
      taskQueue: house.configuration.temporal.taskQueue,
      args: [which],
    });
  beforeAll(async () => {
    house = await openHouse({ withWorker: false });
    await installStandardPolicy(house);
    // As the worker's process makes it, but for its own time: here nothing but a push starts it.
    await house.client.schedule.create<typeof tendBook>({
      scheduleId: scheduleOfRound('alerts'),
      spec: {},
      action: {
        type: 'startWorkflow',
        workflowType: TEND_BOOK_TYPE,
        workflowId: `round-alerts-${randomUUID()}`,
        args: ['alerts'],
        taskQueue: house.configuration.temporal.taskQueue,
      },
    });
    const { database, lifecycle, clocks: clockMover, addresses } = house;
    const webhooks = { certificatesUrl: `${addresses.microsoft}/cert/`, trustedRoots: addresses.webhookRoots };
    outside = openOutside(house.configuration, testLog, undefined);
    const options = {
      partnerCenter: outside.partnerCenter,
      database,
      lifecycle: () => lifecycle,
      clockMover,
      partnerWebhooks: createPartnerWebhooks(webhooks),
      hurry: hurryRounds(house.client, testLog),
    };
    api = await startApi(options, (close) => {
      closeApi = close;
    });
    await house.startWorker(undefined, { PUBLIC_URL: api.url });
    expect(await round('registration')).toEqual({ looked: 1, woken: 0 });
  });
  afterAll(async () => {
    await house.client.schedule.getHandle(scheduleOfRound('alerts')).delete();
    await closeApi();
    await outside.close();
    await house.close();
  });

  const raise = async (resident: Resident, more: object = {}): Promise<{ id: string }> => {
    const body = { customerTenantId: resident.tenant, azureSubscriptionId: randomUUID(), ...more };
    const answer = await fetch(`${house.addresses.microsoft}/control/alerts`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(201);
    return (await answer.json()) as { id: string };
  };
  const casesOf = async ({ id }: Resident) =>
    (await api.ask('GET', `/v1/security-cases?customer=${id}`, { as: 'analyst' })).body['items'];
  const atMicrosoft = async (id: string) => {
    const answer = await fetch(`${house.addresses.microsoft}/control/alerts`);
    const { items } = (await answer.json()) as {
      items: readonly { guid: string; status: string; resolvedReason: string }[];
    };
    return items.find(({ guid }) => guid === id);
  };

  it('a push makes one case, whose verdict is read back at Microsoft', async () => {
    const resident = await moveIn(house, '2026-01-05');
    const { id } = await raise(resident);
    await expect.poll(() => casesOf(resident), POLL).toHaveLength(1);
    const [found] = await casesOf(resident);
    expect(found).toMatchObject({ kind: 'fraud', source: 'alert', severity: 'high', state: 'received' });
    const judged = await api.ask('POST', `/v1/security-cases/${found.id}/verdict`, {
      as: 'analyst',
      key: `verdict-${found.id}`,
      body: { verdict: 'legitimate', note: 'A load test.' },
    });
    expect(judged.status).toBe(200);
    await expect.poll(async () => (await casesOf(resident))[0].state, POLL).toBe('closed');
    expect(await atMicrosoft(id)).toMatchObject({ status: 'resolved', resolvedReason: 'legitimate' });
  });

  it('an alert that Graph does not list is a case by the push that fraudEvents explain', async () => {
    const resident = await moveIn(house, '2026-01-05');
    const match = { pathPattern: '^/beta/security/partner' };
    const body = JSON.stringify({ kind: 'edit', set: { value: [] }, times: 100, match });
    const faults = `${house.addresses.microsoft}/control/faults`;
    expect((await fetch(faults, { method: 'POST', body })).ok).toBe(true);
    await raise(resident);
    await expect.poll(() => casesOf(resident), POLL).toHaveLength(1);
    await fetch(faults, { method: 'DELETE' });
    await round('alerts');
    expect(await casesOf(resident)).toHaveLength(1);
  });

  it('an event whose round cannot be started is not taken, so that Microsoft sends it again', async () => {
    const hurry = hurryRounds(house.client, testLog);
    await expect(hurry('usage')).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('a phone call, the push and the poll are one case', async () => {
    const resident = await moveIn(house, '2026-01-05');
    const called = await api.ask('POST', '/v1/security-cases', {
      as: 'analyst',
      body: {
        customer: resident.id,
        kind: 'fraud',
        severity: 'medium',
        source: 'phone',
        receivedAt: '2026-01-05T06:00:00Z',
        summary: 'The bank called.',
      },
    });
    await raise(resident);
    const alerts = async () =>
      (await casesOf(resident)).map(
        ({ evidence }: { evidence: readonly { kind: string }[] }) =>
          evidence.filter(({ kind }) => kind === 'case.alertLinked').length,
      );
    await expect.poll(alerts, POLL).toEqual([1]);
    await round('alerts');
    expect(await alerts()).toEqual([1]);
    expect((await casesOf(resident))[0].id).toBe(called.body['id']);
  });

  it('a test of Microsoft’s is nobody’s case', async () => {
    const resident = await moveIn(house, '2026-01-05');
    await raise(resident, { isTest: true });
    await round('alerts');
    expect(await casesOf(resident)).toEqual([]);
  });

  it('a suspension of Microsoft’s own is known by its push, becomes one case, and is not fought', async () => {
    const resident = await moveIn(house, '2026-01-05');
    const of = `${house.addresses.microsoft}/control/tenants/${resident.tenant}/subscriptions`;
    const { items } = (await (await fetch(of)).json()) as { items: readonly { id: string }[] };
    const stopped = await fetch(`${of}/${items[0]?.id}/microsoft-suspension`, { method: 'POST', body: '{}' });
    expect(stopped.ok).toBe(true);
    await expect.poll(async () => (await resident.row()).service, POLL).toBe('off');
    await resident.settled();
    await round('alerts');
    await round('alerts');
    expect(await casesOf(resident)).toMatchObject([{ kind: 'aup', source: 'watch', severity: 'high' }]);
    const now = (await (await fetch(of)).json()) as { items: readonly { status: string }[] };
    expect(now.items.map(({ status }) => status)).toEqual(['suspended']);
    const lifted = await fetch(`${of}/${items[0]?.id}/microsoft-suspension`, { method: 'DELETE' });
    expect(lifted.ok).toBe(true);
    await expect.poll(async () => (await resident.row()).service, POLL).toBe('on');
  });

  it('a delivery that Microsoft did not sign is refused, and leaves a row in the audit', async () => {
    const forged = await fetch(`${api.url}/webhooks/partner-center`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Signature ${Buffer.from('forged').toString('base64')}`,
        'x-ms-certificate-url': 'https://attacker.example/cert/ms.cer',
        'x-ms-signature-algorithm': 'rsa-sha256',
      },
      body: '{"EventName":"azure-fraud-event-detected"}',
    });
    expect([forged.status, ((await forged.json()) as { code: string }).code]).toEqual([401, 'unauthenticated']);
    const rows = await house.db.selectFrom('audit_event').selectAll().where('kind', '=', 'webhook.refused').execute();
    expect(rows.map(({ body }) => body['sender'])).toEqual(['partner-center']);
  });
});
