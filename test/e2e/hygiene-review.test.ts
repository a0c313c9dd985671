import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RoundReport } from '../../contracts/round-activities.ts';
import { startApi, type TestApi } from '../api/support/api.ts';
import { type House, openHouse } from '../support/house.ts';
import { arrive } from '../support/in-process/move-in.ts';
import { installStandardPolicy, moveIn, type Resident } from '../support/residents.ts';

const POLL = { timeout: 30_000 };
const SKU = 'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46';
const CREATED = '2024-02-01T08:00:00Z';
const LONG_AGO = '2025-06-01T08:00:00Z';

describe('a hygiene review on the real server', () => {
  let house: House;
  let api: TestApi;
  let closeApi: () => Promise<void>;
  beforeAll(async () => {
    house = await openHouse();
    await installStandardPolicy(house);
    const { database, lifecycle, clocks: clockMover } = house;
    api = await startApi({ database, lifecycle: () => lifecycle, clockMover }, (close) => {
      closeApi = close;
    });
  });
  afterAll(async () => {
    await closeApi();
    await house.close();
  });

  const control = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const init = body ? { method, body: JSON.stringify(body) } : { method };
    const answer = await fetch(`${house.addresses.microsoft}/control/${path}`, init);
    expect(answer.ok, path).toBe(true);
    return (await answer.json()) as T;
  };
  /** Somebody at work, somebody long gone, a guest who never came; and ten licences, of which two are assigned. */
  const furnish = async (
    { tenant }: Resident,
    atWork: string,
  ): Promise<{ readonly ola: string; readonly guest: string }> => {
    const [ola, guest] = [randomUUID(), randomUUID()];
    const created = { createdAt: CREATED };
    await control('POST', `tenants/${tenant}/directory`, {
      skus: [{ skuId: SKU, skuPartNumber: 'SPB', bought: 2 }],
      users: [
        { ...created, signIns: [{ at: atWork }], assignedLicenses: [SKU] },
        { ...created, id: ola, displayName: 'Ola Nowak', signIns: [{ at: LONG_AGO }], assignedLicenses: [SKU] },
        { ...created, id: guest, userType: 'Guest', externalUserState: 'PendingAcceptance' },
      ],
    });
    return { ola, guest };
  };
  const accounts = async ({ tenant }: Resident): Promise<Readonly<Record<string, string>>> => {
    const { users } = await control<{ users: { id: string; accountEnabled: boolean; deletedAt: number | null }[] }>(
      'GET',
      `tenants/${tenant}/directory`,
    );
    return Object.fromEntries(
      users.map(({ id, accountEnabled, deletedAt }) => [id, deletedAt ? 'deleted' : accountEnabled ? 'on' : 'off']),
    );
  };
  const write = async ({ id }: Resident, what: string, body: object) => {
    const path = `/v1/customers/${id}/hygiene/${what}`;
    const answer = await api.ask('POST', path, { as: 'operator', body, key: randomUUID() });
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  };
  const review = async ({ id }: Resident) =>
    (await api.ask('GET', `/v1/customers/${id}/hygiene`, { as: 'analyst' })).body['review'];
  const findings = async ({ id }: Resident): Promise<readonly string[]> =>
    (await api.ask('GET', `/v1/customers/${id}/hygiene`)).body['findings'].map(({ key }: { key: string }) => key);
  const stands = (resident: Resident) => expect.poll(async () => (await review(resident)).state, POLL);
  const letters = async ({ id }: Resident): Promise<readonly string[]> => {
    const answer = await fetch(`${house.addresses.mail}/messages?to=${id}@example.test`);
    const { items } = (await answer.json()) as { items: readonly { subject: string }[] };
    return items.map(({ subject }) => subject);
  };

  it('reports in the customer’s language, reminds, disables by the customer’s leave, deletes a month later', async () => {
    const resident = await moveIn(house, '2026-01-05');
    const { ola, guest } = await furnish(resident, '2026-01-03T08:00:00Z');
    await write(resident, 'remedy-right', { disable: true, delete: true, grantedOn: '2026-01-05', reason: 'Annex 3.' });
    await write(resident, 'review', {});
    await stands(resident).toBe('reported');
    expect(await review(resident)).toMatchObject({ openFindings: 3, disabled: [] });
    await resident.advanceTo('2026-01-21');
    await stands(resident).toBe('reminded');
    expect(await accounts(resident)).toMatchObject({ [ola]: 'on', [guest]: 'on' });
    await resident.advanceTo('2026-02-05');
    await stands(resident).toBe('remedied');
    await expect.poll(() => accounts(resident), POLL).toMatchObject({ [ola]: 'off', [guest]: 'off' });
    await expect.poll(() => findings(resident), POLL).toEqual([`idleLicence/${ola}/${SKU}`]);
    // The licence of an account that is off serves nobody: the customer takes it away.
    await control('POST', `tenants/${resident.tenant}/directory/users/${ola}/account`, {
      enabled: false,
      licences: [],
    });
    await resident.advanceTo('2026-03-08');
    await expect.poll(() => accounts(resident), POLL).toMatchObject({ [ola]: 'deleted', [guest]: 'deleted' });
    await expect
      .poll(async () => (await review(resident)).deleted, POLL)
      .toMatchObject([{ restorableUntil: expect.stringMatching(/^2026-04-0/) }, {}]);
    // Two were bought, and one person is left: the last finding goes when one of them is given back.
    await control('POST', `tenants/${resident.tenant}/directory`, {
      skus: [{ skuId: SKU, skuPartNumber: 'SPB', bought: 1 }],
    });
    await resident.advanceTo('2026-03-16');
    await stands(resident).toBe('closed');
    const subjects = await letters(resident);
    expect(subjects.map((subject) => subject.split(' ')[0])).toEqual(['Użytkownicy', 'Przypomnienie:']);
    const audit = await house.db
      .selectFrom('audit_event')
      .select('body')
      .where('chain', '=', resident.id)
      .where('kind', 'like', 'hygiene.%')
      .execute();
    expect(JSON.stringify(audit)).not.toContain('Nowak');
  });

  it('is closed on the day on which the customer has put things in order; its round keeps the figures', async () => {
    const resident = await arrive(house, { startsOn: null });
    const { ola, guest } = await furnish(resident, new Date(Date.now() - 3 * 86_400_000).toISOString());
    await write(resident, 'review', {});
    await stands(resident).toBe('reported');
    for (const user of [ola, guest])
      await control('POST', `tenants/${resident.tenant}/directory/users/${user}/account`, {
        enabled: false,
        licences: [],
      });
    await control('POST', `tenants/${resident.tenant}/directory`, { skus: [], users: [] });
    const report: RoundReport = await house.client.workflow.execute('tendBook', {
      workflowId: `round-${randomUUID()}`,
      taskQueue: house.configuration.temporal.taskQueue,
      args: ['hygiene'],
    });
    expect(report.looked).toBe(1);
    await stands(resident).toBe('closed');
    const { figures } = (await api.ask('GET', `/v1/customers/${resident.id}/hygiene`)).body;
    expect(figures).toMatchObject([{ users: 3, guests: 1 }]);
  });
});
