import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assessCase } from '../../activities/security/assess-case.ts';
import { areStreamsQuiet } from '../../db/stream-delivery.ts';
import { startApi, type TestApi } from '../api/support/api.ts';
import { type House, openHouse } from '../support/house.ts';
import { RESIDENT_ZONE } from '../support/in-process/resident.ts';
import { installStandardPolicy, moveIn, type Resident } from '../support/residents.ts';
import { type Day, instantAt } from '../../domain/calendar/day.ts';

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
    return await take(resident);
  }
  async function take(resident: Resident): Promise<string> {
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

  /** Moves the clock while no worker runs: fifty minutes have gone by before one is back. */
  async function withoutWorker(resident: Resident, from: readonly [Day, string], to: readonly [Day, string]) {
    await resident.advanceTo(...from);
    await house.stopWorker();
    const moving = resident.advanceTo(...to);
    const until = instantAt(...to, RESIDENT_ZONE);
    expect(until - instantAt(...from, RESIDENT_ZONE)).toBe(50 * 60_000);
    await expect.poll(() => businessNowOf(resident), POLL).toBeGreaterThanOrEqual(until);
    await house.startWorker();
    await moving;
  }
  const businessNowOf = async ({ id }: Resident) => {
    const row = await house.db
      .selectFrom('customer')
      .where('id', '=', id)
      .select('clock_offset_ms')
      .executeTakeFirstOrThrow();
    return Date.now() + Number(row.clock_offset_ms);
  };
  const promises = async (id: string) =>
    (await look(id))['deadlines'].map(({ what, at, met }: { what: string; at: string; met: boolean | null }) => [
      what,
      at,
      met,
    ]);

  it('keeps the hour and the day with the worker down for fifty minutes of each: the deputy is told, nothing is late', async () => {
    const resident = await moveIn(house, '2026-01-05');
    const id = await called(resident);
    await expect.poll(() => mailsTo(CONTACT, id), POLL).toEqual(['New case']);
    await withoutWorker(resident, ['2026-01-12', '08:05'], ['2026-01-12', '08:55']);
    const inDanger = 'Case in danger of being late';
    await expect.poll(() => mailsTo(DEPUTY, id), POLL).toEqual([inDanger]);
    expect(await act(id, 'acknowledgement', {})).toMatchObject({ status: 200 });
    await withoutWorker(resident, ['2026-01-13', '07:05'], ['2026-01-13', '07:55']);
    await expect.poll(() => mailsTo(DEPUTY, id), POLL).toEqual([inDanger, inDanger, inDanger]);
    expect(await promises(id)).toEqual([
      ['acknowledge', '2026-01-12T08:00:00Z', true],
      ['act', '2026-01-13T07:00:00Z', null],
      ['answer', '2026-01-13T07:00:00Z', null],
    ]);
    expect(await act(id, 'verdict', { verdict: 'legitimate', note: 'A load test.' })).toMatchObject({ status: 200 });
    await expect.poll(async () => (await look(id))['state'], POLL).toBe('closed');
    expect((await promises(id)).map(([, , met]: [string, string, boolean]) => met)).toEqual([true, true, true]);
  });

  it('records a promise that was broken while the worker was down, by its own instant', async () => {
    const resident = await moveIn(house, '2026-01-05');
    const id = await called(resident);
    await withoutWorker(resident, ['2026-01-12', '08:25'], ['2026-01-12', '09:15']);
    const missed = async () =>
      (await look(id))['evidence'].filter(({ kind }: { kind: string }) => kind === 'case.clockMissed').length;
    await expect.poll(missed, POLL).toBe(1);
    expect((await promises(id))[0]).toEqual(['acknowledge', '2026-01-12T08:00:00Z', false]);
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
    // Told, and rested upon: a turn that is cut off with its run is the next story.
    const restsUpon = async () =>
      (await look(id))['evidence'].some(({ kind }: { kind: string }) => kind === 'case.told') &&
      (await areStreamsQuiet(house.db, resident.id, instantAt('2026-01-12', '08:02', RESIDENT_ZONE)));
    await expect.poll(restsUpon, POLL).toBe(true);
    await house.client.workflow.getHandle(`security-case:${id}`).terminate('the server was wiped');
    await act(id, 'verdict', { verdict: 'legitimate', note: 'A load test.' });
    await expect.poll(async () => (await look(id))['state'], POLL).toBe('closed');
    expect(await mailsTo(CONTACT, id)).toHaveLength(1);
  });

  it('a run that is lost between a decision and its deed is missed a quarter of an hour later', async () => {
    const resident = await moveIn(house, '2026-01-05');
    await resident.advanceTo('2026-01-12', '08:01');
    await house.stopWorker();
    const id = await take(resident);
    // All that is left of the lost run: it had seen the call, and by the marks nobody is to be told of it any more.
    await assessCase({ db: house.db, wallNow: Date.now }, { caseId: id, customerId: resident.id });
    await house.startWorker();
    await resident.advanceTo('2026-01-12', '08:10');
    expect(await mailsTo(CONTACT, id)).toEqual([]);
    await resident.advanceTo('2026-01-12', '08:20');
    await expect.poll(() => mailsTo(CONTACT, id), POLL).toHaveLength(1);
  });
});
