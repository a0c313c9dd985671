import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ActivityDeps } from '../../../activities/deps.ts';
import { assess } from '../../../activities/life/assess.ts';
import { carryOut } from '../../../activities/life/carry-out.ts';
import { findOut } from '../../../activities/subscriptions/find-out.ts';
import { observeSubscriptions } from '../../../activities/subscriptions/observe-subscriptions.ts';
import { startSubscription } from '../../../activities/subscriptions/start-subscription.ts';
import { stopSubscription } from '../../../activities/subscriptions/stop-subscription.ts';
import type { AddOnSnapshots, SubscriptionAct } from '../../../activities/subscriptions/subscription-act.ts';
import { createPartnerCenter } from '../../../adapters/index.ts';
import { seenSubscriptions } from '../../../adapters/partner-center/seen-subscriptions.ts';
import type { Restorable } from '../../../domain/facts/service-facts.ts';
import { startedMicrosoft } from '../../adapters/support/microsoft.ts';
import { aCustomer, anId, databaseOfFile, record, WALL } from '../../db/support.ts';

let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
const { db } = await databaseOfFile();
beforeAll(async () => {
  microsoft = await startedMicrosoft();
});
afterAll(async () => {
  await microsoft.stop();
});

/** A base with two add-ons at Microsoft: one renews itself, one does not. */
async function aBase() {
  const tenantId = microsoft.newTenant();
  const partnerCenter = createPartnerCenter(microsoft.standard());
  const microsoftId = await microsoft.seed(tenantId);
  const renewing = await microsoft.seed(tenantId, { parentSubscriptionId: microsoftId });
  const ending = await microsoft.seed(tenantId, { parentSubscriptionId: microsoftId, autoRenewEnabled: false });
  const kept: { snapshot: Restorable | null; addOnSnapshots: AddOnSnapshots } = { snapshot: null, addOnSnapshots: {} };
  const act = (more: Partial<SubscriptionAct> = {}): SubscriptionAct => ({
    partnerCenter,
    tenantId,
    microsoftId,
    requestId: `${randomUUID()}/stop`,
    ...kept,
    addOns: [
      { subscription: 'renewing', microsoftId: renewing },
      { subscription: 'ending', microsoftId: ending },
    ],
    keepSnapshot: async (snapshot, addOnSnapshots) => {
      Object.assign(kept, { snapshot, addOnSnapshots });
    },
    ...more,
  });
  const patches = async () =>
    (await microsoft.requests(tenantId)).filter(({ method }) => method === 'PATCH').map(({ path }) => path);
  return { tenantId, partnerCenter, microsoftId, renewing, ending, kept, act, patches };
}
const STOPPED = {
  kind: 'stopped',
  restorable: { autoRenewEnabled: true, scheduled: null },
  addOns: [
    { subscription: 'renewing', restorable: { autoRenewEnabled: true, scheduled: null } },
    { subscription: 'ending', restorable: { autoRenewEnabled: false, scheduled: null } },
  ],
};

describe('add-ons at Microsoft (practice 60)', () => {
  it('are read with their base', async () => {
    const { tenantId, partnerCenter, microsoftId, renewing } = await aBase();
    const seen = await seenSubscriptions(partnerCenter, tenantId);
    expect(seen.find((one) => one.microsoftId === renewing)?.base).toBe(microsoftId);
    expect(seen.find((one) => one.microsoftId === microsoftId)).not.toHaveProperty('base');
  });

  it('go with their base: one order is sent, and each has its snapshot from before', async () => {
    const { act, patches, microsoftId } = await aBase();
    expect(await stopSubscription(act())).toEqual(STOPPED);
    expect(await patches()).toEqual([expect.stringContaining(microsoftId)]);
  });

  it('keep the first snapshot when the order is given again after a crash', async () => {
    const { act, kept, patches } = await aBase();
    await stopSubscription(act());
    expect(kept.addOnSnapshots).toMatchObject({ renewing: { autoRenewEnabled: true } });
    expect(await stopSubscription(act())).toEqual(STOPPED);
    const effect = { kind: 'stop', key: 'stop/base/1.0', subscription: 'base', entry: 1, step: null } as const;
    expect(await findOut(act(), effect)).toEqual(STOPPED);
    expect(await patches()).toHaveLength(1);
  });

  it('return with it, each with its own renewal', async () => {
    const { act, patches, renewing, ending, partnerCenter, tenantId } = await aBase();
    await stopSubscription(act());
    const start = (microsoftId: string, autoRenewEnabled: boolean) => {
      const snapshot = { autoRenewEnabled, scheduled: null };
      return startSubscription(act({ microsoftId, snapshot, requestId: randomUUID(), addOns: [] }));
    };
    const early = start(renewing, true);
    await expect(early).rejects.toMatchObject({ code: '27009' });
    const before = (await patches()).length;
    for (const [id, renews] of [
      [act().microsoftId, true],
      [renewing, true],
      [ending, false],
    ] as const)
      expect(await start(id, renews)).toEqual({ kind: 'restored', lost: [] });
    // Base on, base renewal, and the renewal of the one that renews: what came back with the base is not asked for again.
    expect((await patches()).length - before).toBe(3);
    const views = await partnerCenter.listSubscriptions(tenantId);
    expect(new Set(views.map(({ status }) => status))).toEqual(new Set(['active']));
    expect(views.find(({ id }) => id === renewing)?.autoRenewEnabled).toBe(true);
  });

  it('that are not there any more are left out, and the base is stopped all the same', async () => {
    const { act } = await aBase();
    const addOns = [{ subscription: 'gone', microsoftId: randomUUID() }];
    const { addOns: _none, ...alone } = STOPPED;
    expect(await stopSubscription(act({ addOns }))).toEqual(alone);
  });

  it('are learned by the comparison, stopped and brought back by the life, and never taken for a mishap', async () => {
    const { tenantId, microsoftId, renewing, partnerCenter, patches } = await aBase();
    const customerId = await aCustomer(db, { tenant: tenantId });
    const deps: Partial<ActivityDeps> = {
      db,
      partnerCenter,
      wallNow: () => WALL,
      newId: anId,
      announceClock: async () => {},
    };
    const compare = () => observeSubscriptions(deps as ActivityDeps, customerId);
    /** Turns of the life, each with its effects, until nothing is left to do. */
    const live = async (): Promise<readonly string[]> => {
      const done: string[] = [];
      for (;;) {
        const { epoch } = await db
          .selectFrom('customer')
          .select('epoch')
          .where('id', '=', customerId)
          .executeTakeFirstOrThrow();
        const of = { customerId, epoch, runTime: WALL };
        const { effects } = await assess({ db, wallNow: () => WALL }, { ...of, runId: randomUUID(), turn: 1 });
        if (effects.length === 0) return done;
        for (const { key } of effects) await carryOut(deps as ActivityDeps, { ...of, effectKey: key }, 1);
        done.push(...effects.map(({ key }) => key.split('/')[0] ?? ''));
      }
    };
    const rows = async () =>
      await db
        .selectFrom('subscription')
        .select(['microsoft_id', 'actual', 'stopped_by_us', 'restorable'])
        .where('customer_id', '=', customerId)
        .execute();
    expect(await compare()).toBe(3);
    expect(await compare()).toBe(0);
    const base = await db
      .selectFrom('subscription')
      .select('id')
      .where('microsoft_id', '=', microsoftId)
      .executeTakeFirstOrThrow();
    const hold = anId('hld');
    const body = { hold, reason: 'fraud', scope: { subscription: base.id }, until: null, placedBy: 'x' } as const;
    await record(db, customerId, [{ kind: 'hold.placed', effectiveOn: '2026-03-02', body }]);
    expect([await live(), (await patches()).length]).toEqual([['stop'], 1]);
    expect((await rows()).map(({ actual, stopped_by_us: ours }) => [actual, ours])).toEqual([
      ['suspended', true],
      ['suspended', true],
      ['suspended', true],
    ]);
    expect((await rows()).find(({ microsoft_id: id }) => id === renewing)?.restorable).toMatchObject({
      autoRenewEnabled: true,
    });
    expect(await compare()).toBe(0);

    const released = { hold, because: 'released' } as const;
    await record(db, customerId, [{ kind: 'hold.released', effectiveOn: '2026-03-02', body: released }]);
    expect(await live()).toEqual(['start', 'start', 'start']);
    expect(await compare()).toBe(0);
    expect(new Set((await rows()).map(({ actual }) => actual))).toEqual(new Set(['active']));
    const tasks = await db.selectFrom('task').select('key').where('customer_id', '=', customerId).execute();
    expect(tasks).toEqual([]);
  });
});
