import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type TestApi } from '../api/support/api.ts';
import { type House, openHouse } from '../support/house.ts';
import { installStandardPolicy, moveIn, type Resident } from '../support/residents.ts';

const CONTACT = 'contact@partner.example';
const DEPUTY = 'deputy@partner.example';
const POLL = { timeout: 20_000 };

describe('a security case on the real server', () => {
  let house: House;
  let api: TestApi;
  let closeApi: () => Promise<void>;
  beforeAll(async () => {
    house = await openHouse({ environment: { SECURITY_CONTACT: CONTACT, SECURITY_DEPUTY: DEPUTY } });
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

  /** A call about the customer, at eight in the morning of a Monday in Warsaw. */
  async function called(resident: Resident): Promise<string> {
    await resident.advanceTo('2026-01-12', '08:01');
    const taken = await api.ask('POST', '/v1/security-cases', {
      as: 'analyst',
      body: {
        customer: resident.id,
        kind: 'fraud',
        severity: 'high',
        source: 'phone',
        receivedAt: '2026-01-12T07:00:00Z',
        summary: 'Machines that nobody knows.',
      },
    });
    expect(taken.status).toBe(201);
    return String(taken.body['id']);
  }
  const look = async (id: string) => (await api.ask('GET', `/v1/security-cases/${id}`, { as: 'analyst' })).body;
  const act = (id: string, what: string, body: object) =>
    api.ask('POST', `/v1/security-cases/${id}/${what}`, { as: 'analyst', body, key: `${id}-${what}` });
  const mailsTo = async (address: string, id: string) => {
    const answer = await fetch(`${house.addresses.mail}/messages?to=${address}`);
    const { items } = (await answer.json()) as { items: readonly { subject: string }[] };
    return items.filter(({ subject }) => subject.includes(id)).map(({ subject }) => subject.split(':')[0]);
  };

  it('keeps its clocks with the worker down for fifty minutes: the deputy is told, and the first hour is kept', async () => {
    const resident = await moveIn(house, '2026-01-05');
    const id = await called(resident);
    await expect.poll(() => mailsTo(CONTACT, id), POLL).toEqual(['New case']);
    await house.stopWorker();
    const moving = resident.advanceTo('2026-01-12', '08:51');
    await house.startWorker();
    await moving;
    await expect.poll(() => mailsTo(DEPUTY, id), POLL).toEqual(['Case in danger of being late']);
    expect(await act(id, 'acknowledgement', {})).toMatchObject({ status: 200 });
    const [first] = (await look(id))['deadlines'];
    expect(first).toEqual({ what: 'acknowledge', at: '2026-01-12T08:00:00Z', met: true });
    await resident.advanceTo('2026-01-13', '09:00');
    const { deadlines, state } = await look(id);
    expect([state, deadlines.map(({ met }: { met: boolean | null }) => met)]).toEqual([
      'acknowledged',
      [true, false, false],
    ]);
  });

  it('contains a fraud, proves it, and is closed; paying what is owed does not bring service back', async () => {
    const resident = await moveIn(house, '2026-01-05');
    const id = await called(resident);
    await act(id, 'containment', { action: 'suspendSubscriptions' });
    await resident.settled();
    expect(await resident.row()).toMatchObject({ service: 'off' });
    await resident.invoice('FV/9', 10_000n, '2026-01-30');
    await resident.pay(10_000n);
    await resident.advanceTo('2026-01-12', '08:10');
    expect(await resident.row()).toMatchObject({ service: 'off' });
    await act(id, 'verdict', { verdict: 'fraud', note: 'Mining.' });
    await expect.poll(async () => (await look(id))['state'], POLL).toBe('closed');
    const { actedAt, answeredAt, evidence } = await look(id);
    expect([actedAt, answeredAt]).toEqual([expect.any(String), expect.any(String)]);
    const kinds = evidence.map(({ kind }: { kind: string }) => kind);
    expect(kinds).toContain('case.containmentChecked');
    expect(kinds.at(-1)).toBe('case.closed');
  });

  it('goes on after its run is lost with the server: nothing is told twice', async () => {
    const resident = await moveIn(house, '2026-01-05');
    const id = await called(resident);
    await expect.poll(() => mailsTo(CONTACT, id), POLL).toHaveLength(1);
    await house.client.workflow.getHandle(`security-case:${id}`).terminate('the server was wiped');
    await act(id, 'verdict', { verdict: 'legitimate', note: 'A load test.' });
    await expect.poll(async () => (await look(id))['state'], POLL).toBe('closed');
    expect(await mailsTo(CONTACT, id)).toHaveLength(1);
  });
});
