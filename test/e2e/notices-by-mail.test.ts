import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Round, RoundReport } from '../../contracts/round-activities.ts';
import { startApi, type TestApi } from '../api/support/api.ts';
import { type House, openHouse } from '../support/house.ts';
import { arrive } from '../support/in-process/move-in.ts';
import { letterOfMicrosoft } from '../../simulators/microsoft/mail/letter-of-microsoft.ts';
import { installStandardPolicy, type Resident } from '../support/residents.ts';

const POLL = { timeout: 20_000 };
const MAILBOX = 'csp-notices@partner.example';

describe('notices of Microsoft on the real servers', () => {
  let house: House;
  let api: TestApi;
  let closeApi: () => Promise<void>;
  beforeAll(async () => {
    house = await openHouse({ environment: { NOTICE_MAILBOX: MAILBOX } });
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

  const round = async (which: Round): Promise<RoundReport> =>
    await house.client.workflow.execute('tendBook', {
      workflowId: `round-${randomUUID()}`,
      taskQueue: house.configuration.temporal.taskQueue,
      args: [which],
    });
  const control = async (path: string, body: string | Buffer) => {
    const answer = await fetch(`${house.addresses.microsoft}/control/${path}`, {
      method: 'POST',
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });
    expect(answer.ok).toBe(true);
    return (await answer.json()) as { id: string };
  };
  const onlyCase = async ({ id }: Resident) => {
    const { body } = await api.ask('GET', `/v1/security-cases?customer=${id}`, { as: 'analyst' });
    expect(body['items']).toHaveLength(1);
    return body['items'][0];
  };
  const act = async (id: string, what: string, body: object) => {
    const answer = await api.ask('POST', `/v1/security-cases/${id}/${what}`, {
      as: 'analyst',
      body,
      key: randomUUID(),
    });
    expect([what, answer.status]).toEqual([what, 200]);
  };
  const lettersTo = async ({ id }: Resident) => {
    const answer = await fetch(`${house.addresses.mail}/messages?to=${id}@example.test`);
    return ((await answer.json()) as { items: readonly { id: number; subject: string }[] }).items;
  };

  it('a mail becomes a case that is cured by a plan, answered, and closed; support is read meanwhile', async () => {
    await control('mailboxes', JSON.stringify({ address: MAILBOX }));
    expect(await round('mailbox')).toEqual({ looked: 0, woken: 0 });
    const resident = await arrive(house, { startsOn: null });
    const text = `Tenant ID: ${resident.tenant}. Spam was sent. Please respond within 5 days.`;
    await control(`mails?mailbox=${MAILBOX}`, letterOfMicrosoft({ subject: 'Acceptable Use Policy violation', text }));
    await control(
      `mails?mailbox=${MAILBOX}&folder=junkemail`,
      letterOfMicrosoft({ subject: 'Acceptable Use Policy violation', text, from: 'Microsoft <a@micros0ft.example>' }),
    );
    expect(await round('mailbox')).toEqual({ looked: 2, woken: 2 });
    expect(await round('mailbox')).toEqual({ looked: 2, woken: 0 });
    const { id } = await onlyCase(resident);

    const dueAt = new Date(Date.now() + 86_400_000).toISOString();
    await act(id, 'cure-plan', { steps: [{ what: 'Zamknąć otwarty serwer pocztowy', owner: 'Anna', dueAt }] });
    await expect.poll(async () => (await lettersTo(resident)).length, POLL).toBe(1);
    const [letter] = await lettersTo(resident);
    expect(letter?.subject).toBe('Co należy naprawić w Państwa usługach Microsoft');
    const whole = await fetch(`${house.addresses.mail}/messages/${letter?.id}`);
    expect(((await whole.json()) as { text: string }).text).toContain('1. Zamknąć otwarty serwer pocztowy (do dnia ');

    await control('servicerequests', JSON.stringify({ id: '2611280001', status: 'open' }));
    await act(id, 'service-request', { number: '2611280001' });
    await round('serviceRequests');
    expect((await onlyCase(resident)).serviceRequests).toMatchObject([{ number: '2611280001', status: 'open' }]);

    await act(id, 'verdict', { verdict: 'fraud', note: 'An open relay.' });
    await act(id, 'answer', { note: 'Answered by mail.' });
    expect((await onlyCase(resident)).state).toBe('answered');
    await act(id, 'cure-steps/1/done', { note: 'The port is closed.' });
    await expect.poll(async () => (await onlyCase(resident)).state, POLL).toBe('closed');
    expect((await onlyCase(resident)).curePlan).toMatchObject({
      waived: false,
      steps: [{ step: 1, what: 'Zamknąć otwarty serwer pocztowy', owner: 'Anna', doneAt: expect.any(String) }],
    });
  });

  it('a suspension of Microsoft’s is explained to the customer once, in its language, and not fought', async () => {
    const resident = await arrive(house, { startsOn: null });
    const of = `${house.addresses.microsoft}/control/tenants/${resident.tenant}/subscriptions`;
    const { items } = (await (await fetch(of)).json()) as { items: readonly { id: string }[] };
    await control(`tenants/${resident.tenant}/subscriptions/${items[0]?.id}/microsoft-suspension`, '{}');
    await round('subscriptions');
    await resident.settled();
    await round('alerts');
    await expect.poll(async () => (await lettersTo(resident)).length, POLL).toBe(1);
    await round('alerts');
    const found = await onlyCase(resident);
    await expect
      .poll(
        async () => (await onlyCase(resident)).evidence.map(({ body }: { body: { key?: string } }) => body.key),
        POLL,
      )
      .toContainEqual(expect.stringMatching(/^customer\.suspendedByMicrosoft\//));
    const letters = await lettersTo(resident);
    expect(letters.map(({ subject }) => subject)).toEqual(['Microsoft zawiesił jedną z Państwa subskrypcji']);
    const { body } = await api.ask('GET', `/v1/notices?customer=${resident.id}`, { as: 'auditor' });
    expect(body['items']).toMatchObject([
      { kind: 'service', step: 'suspendedByMicrosoft', messageId: expect.any(String), state: 'accepted' },
    ]);
    expect(found).toMatchObject({ kind: 'aup', source: 'watch' });
    const now = (await (await fetch(of)).json()) as { items: readonly { status: string }[] };
    expect(now.items.map(({ status }) => status)).toEqual(['suspended']);
  });

  it('a mailbox that does not answer, and the right to read it that was taken away, stop nothing else', async () => {
    await control('settings', JSON.stringify({ mailReadGranted: false }));
    expect(await round('mailbox')).toEqual({ looked: 0, woken: 0 });
    await control('settings', JSON.stringify({ mailReadGranted: true }));
    expect((await round('mailbox')).looked).toBe(2);
  });
});
