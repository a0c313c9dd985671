import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Activities } from '../../activities/index.ts';
import { commitChange } from '../../db/commit-change.ts';
import { issueInvoice } from '../../domain/ledger/issue-invoice.ts';
import { type House, openHouse } from '../support/house.ts';
import { installStandardPolicy, moveIn, noticesOf } from '../support/residents.ts';

/** Lets an activity die right after it has done its work, as a worker does whose machine goes away: once per call of `of`. */
function dyingAfter(name: 'assess' | 'carryOut', times: number): (activities: Activities) => Activities {
  let left = times;
  return (activities) => ({
    ...activities,
    [name]: async (input: never) => {
      const result: unknown = await activities[name](input);
      left -= 1;
      if (left >= 0) throw new Error(`the worker died after ${name}`);
      return result;
    },
  });
}

const LADDER = [
  '2026-01-16 courtesy pre.2026-01-19',
  '2026-01-22 reminder-1 1.1',
  '2026-01-29 reminder-2 1.1',
  '2026-02-05 warning 1.1',
];

describe('a crash at every arrow of a turn', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse({ withWorker: false });
    await installStandardPolicy(house);
  });
  afterEach(async () => {
    await house.stopWorker();
    await fetch(`${house.addresses.microsoft}/control/faults`, { method: 'DELETE' });
    await fetch(`${house.addresses.mail}/control/faults`, { method: 'DELETE' });
  });
  afterAll(async () => await house.close());

  const mailsTo = async (id: string): Promise<readonly { messageId: string }[]> =>
    (
      (await (await fetch(`${house.addresses.mail}/messages?to=${id}@example.test`)).json()) as {
        items: { messageId: string }[];
      }
    ).items;
  const changesAt = async (tenant: string): Promise<readonly string[]> => {
    const journal = (await (
      await fetch(`${house.addresses.microsoft}/control/requests?tenantId=${tenant}`)
    ).json()) as { items: { method: string; status: number }[] };
    return journal.items.filter((call) => call.method === 'PATCH' && call.status < 300).map((call) => call.method);
  };

  it('a fact whose writer died before telling the life is delivered by the relay', async () => {
    await house.startWorker();
    const resident = await moveIn(house, '2026-01-05');
    await commitChange(
      house.db,
      { customer: resident.id, actor: 'test', wallNow: Date.now(), newId: house.newId, because: 'invoice' },
      (change) => {
        const { account, today } = change;
        const posted = issueInvoice(
          account,
          {
            invoice: change.newId('inv'),
            number: 'LOST',
            issuedOn: today,
            net: 50_000n,
            tax: 0n,
            instalments: [{ dueOn: '2026-01-19', amount: 50_000n }],
          },
          today,
        );
        if ('draft' in posted) change.record([posted.draft]);
      },
    );
    await expect
      .poll(
        async () =>
          (
            await house.db
              .selectFrom('customer')
              .where('id', '=', resident.id)
              .select(['fact_version', 'assessed_version', 'wake_at'])
              .executeTakeFirstOrThrow()
          ).wake_at,
        { timeout: 15_000, interval: 200 },
      )
      .not.toBeNull();
    const row = await house.db
      .selectFrom('customer')
      .where('id', '=', resident.id)
      .select(['fact_version', 'assessed_version'])
      .executeTakeFirstOrThrow();
    expect(row.assessed_version).toBe(row.fact_version);
  });

  it('a change told twice is one turn', async () => {
    await house.startWorker();
    const resident = await moveIn(house, '2026-01-05');
    const decisions = async () =>
      Number(
        (
          await house.db
            .selectFrom('decision')
            .where('customer_id', '=', resident.id)
            .select((of) => of.fn.countAll().as('n'))
            .executeTakeFirstOrThrow()
        ).n,
      );
    const before = await decisions();
    const { fact_version } = await house.db
      .selectFrom('customer')
      .where('id', '=', resident.id)
      .select('fact_version')
      .executeTakeFirstOrThrow();
    await house.lifecycle.changed(resident.id, { factVersion: fact_version, because: 'again' }, house.newId('op'));
    await house.client.workflow
      .getHandle(`customer:${resident.id}`)
      .signal('changedLate', { factVersion: fact_version, because: 'again' });
    await sleep(500);
    expect(await decisions()).toBe(before);
  });

  it('a turn whose worker died between commit and marker is not decided a second time', async () => {
    await house.startWorker(dyingAfter('assess', 6));
    const resident = await moveIn(house, '2026-01-05');
    await resident.invoice('FV/A', 124_000n, '2026-01-19');
    await resident.advanceTo('2026-02-10');
    expect(await noticesOf(house, resident.id)).toEqual(LADDER);
    const turns = await house.db
      .selectFrom('decision')
      .where('customer_id', '=', resident.id)
      .select(['run_id', 'turn'])
      .execute();
    expect(new Set(turns.map((row) => `${row.run_id}/${row.turn}`)).size).toBe(turns.length);
    expect(await mailsTo(resident.id)).toHaveLength(4);
  });

  it('an effect whose worker died after its outcome was recorded is not done again', async () => {
    await house.startWorker(dyingAfter('carryOut', 5));
    const resident = await moveIn(house, '2026-01-05');
    await resident.invoice('FV/B', 124_000n, '2026-01-19');
    await resident.advanceTo('2026-03-10');
    expect(await noticesOf(house, resident.id)).toEqual(LADDER);
    expect(await mailsTo(resident.id)).toHaveLength(4);
    expect((await resident.row()).phase).toBe('suspended');
    expect(await changesAt(resident.tenant)).toHaveLength(1);
  });

  it('a notice whose relay answer was lost is sent again as the identical bytes, and stays one notice', async () => {
    await house.startWorker();
    const resident = await moveIn(house, '2026-01-05');
    await fetch(`${house.addresses.mail}/control/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'lostAnswer', times: 1 }),
    });
    await resident.invoice('FV/C', 124_000n, '2026-01-19');
    await resident.advanceTo('2026-01-17');
    expect(await noticesOf(house, resident.id)).toEqual(LADDER.slice(0, 1));
    const copies = await mailsTo(resident.id);
    expect(copies.length).toBeGreaterThanOrEqual(1);
    expect(new Set(copies.map((mail) => mail.messageId)).size).toBe(1);
  });

  it('a suspension whose answer was lost is one suspension, with the snapshot of before', async () => {
    await house.startWorker();
    const resident = await moveIn(house, '2026-01-05');
    await resident.invoice('FV/D', 124_000n, '2026-01-19');
    await resident.advanceTo('2026-02-10');
    await fetch(`${house.addresses.microsoft}/control/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ match: { method: 'PATCH', tenantId: resident.tenant }, kind: 'lostAnswer', times: 1 }),
    });
    await resident.advanceTo('2026-02-20');
    const [subscription] = await house.db
      .selectFrom('subscription')
      .where('customer_id', '=', resident.id)
      .selectAll()
      .execute();
    expect(subscription).toMatchObject({
      actual: 'suspended',
      stopped_by_us: true,
      restorable: { autoRenewEnabled: true },
    });
    await resident.pay(124_000n);
    await resident.advanceTo('2026-02-21');
    expect(await resident.row()).toMatchObject({ phase: 'active', service: 'on' });
    const seen = (await (
      await fetch(`${house.addresses.microsoft}/control/tenants/${resident.tenant}/subscriptions`)
    ).json()) as { items: { autoRenewEnabled: boolean; status: string }[] };
    expect(seen.items[0]).toMatchObject({ status: 'active', autoRenewEnabled: true });
  });

  it('a worker that was away while time went by misses nothing and sends nothing twice', async () => {
    await house.startWorker();
    const resident = await moveIn(house, '2026-01-05');
    await resident.invoice('FV/E', 124_000n, '2026-01-19');
    await resident.advanceTo('2026-01-22');
    await house.stopWorker();
    const moving = resident.advanceTo('2026-01-30');
    await sleep(1_500);
    await house.startWorker();
    await moving;
    expect(await noticesOf(house, resident.id)).toEqual(LADDER.slice(0, 3));
    expect(await mailsTo(resident.id)).toHaveLength(3);
  });
});
