import { describe, expect, it } from 'vitest';
import { phaseOf } from '../../../domain/phase.ts';
import { differences } from '../../../domain/service/differences.ts';
import { serviceOf } from '../../../domain/service/service.ts';
import { ImaginedLife } from '../../support/imagined-life.ts';

/** Two bases; `sub_3` is an add-on of the first, known before it, as a list in any order may have it. */
function customer(): ImaginedLife {
  const life = new ImaginedLife('2026-01-05', { subscriptions: 0 });
  life.subscription('sub_3', { base: 'sub_1' });
  life.subscription('sub_1');
  life.subscription('sub_2');
  return life;
}
const acts = (life: ImaginedLife) =>
  life.done.flatMap(({ effect }) =>
    effect.kind === 'stop' || effect.kind === 'start' ? [`${effect.kind} ${effect.subscription}`] : [],
  );
const state = (life: ImaginedLife, subscription: string) => life.account.subscriptions.get(subscription);
const tasks = (life: ImaginedLife) => life.account.tasks.map(({ key }) => key);
const release = (life: ImaginedLife, hold: string) => life.command({ kind: 'hold.release', body: { hold } });

describe('an add-on', () => {
  it('goes with its base: one order to Microsoft, and it is known as stopped by us', () => {
    const life = customer();
    life.hold('hld_1', 'fraud');
    expect(acts(life)).toEqual(['stop sub_1', 'stop sub_2']);
    expect(state(life, 'sub_3')).toMatchObject({
      actual: 'suspended',
      stoppedByUs: true,
      stoppedWith: 'sub_1',
      restorable: { autoRenewEnabled: true },
    });
    expect([serviceOf(life.account), tasks(life)]).toEqual(['off', []]);
  });

  it('goes and returns under a hold on its base alone; the base first, then what was stopped with it', () => {
    const life = customer();
    life.hold('hld_1', 'fraud', { subscription: 'sub_1' });
    expect([acts(life), serviceOf(life.account)]).toEqual([['stop sub_1'], 'partial']);
    release(life, 'hld_1');
    expect(acts(life)).toEqual(['stop sub_1', 'start sub_1', 'start sub_3']);
    expect(state(life, 'sub_3')).toMatchObject({ actual: 'active', stoppedByUs: false, stoppedWith: null });
    expect([life.microsoft.seat('sub_3').autoRenewEnabled, serviceOf(life.account)]).toEqual([true, 'on']);
    expect([phaseOf(life.account, life.policy), tasks(life)]).toEqual(['active', []]);
  });

  it('is stopped for debt with its base, by one step', () => {
    const life = customer();
    life.invoice('inv_1', 50_000n, '2026-02-02');
    life.until('2026-03-10');
    expect(acts(life)).toEqual(['stop sub_1', 'stop sub_2']);
    life.pay('pay_1', 50_000n);
    expect(acts(life).slice(2)).toEqual(['start sub_1', 'start sub_2', 'start sub_3']);
  });

  it('that Microsoft left on is stopped by itself', () => {
    const life = customer();
    life.fails = (effect) =>
      effect.kind === 'stop' && effect.subscription === 'sub_1'
        ? { kind: 'stopped', restorable: { autoRenewEnabled: true, scheduled: null } }
        : null;
    life.hold('hld_1', 'fraud', { subscription: 'sub_1' });
    expect(acts(life)).toEqual(['stop sub_1', 'stop sub_3']);
    expect(state(life, 'sub_3')?.stoppedWith).toBeNull();
  });

  it('waits while its base is not back, and is no mishap of its own meanwhile', () => {
    const life = customer();
    life.hold('hld_1', 'fraud', { subscription: 'sub_1' });
    life.fails = ({ kind }) => (kind === 'start' ? { kind: 'refused', code: '800096' } : null);
    release(life, 'hld_1');
    expect(acts(life)).toEqual(['stop sub_1', 'start sub_1']);
    expect(tasks(life)).toEqual(['refused/start/sub_1/1.0']);
  });

  it('that Microsoft suspends with its base is one matter, and one that it stops alone is another', () => {
    const life = customer();
    life.subscription('sub_1', { actual: 'suspended' });
    life.subscription('sub_3', { actual: 'suspended' });
    life.settle();
    expect(tasks(life)).toEqual(['suspendedByMicrosoft/sub_1/1']);
    life.subscription('sub_1', { actual: 'active' });
    life.settle();
    expect(tasks(life)).toEqual(['suspendedByMicrosoft/sub_1/1', 'suspendedByMicrosoft/sub_3/1']);
  });

  it('that is on again before its turn raises no alarm; one that is gone for good is recorded as lost', () => {
    const life = customer();
    life.hold('hld_1', 'fraud', { subscription: 'sub_1' });
    life.fails = (effect) =>
      effect.kind === 'start' && effect.subscription === 'sub_3'
        ? { kind: 'deferred', until: life.now + 60_000 }
        : null;
    release(life, 'hld_1');
    life.subscription('sub_3', { actual: 'active' });
    life.look();
    expect(tasks(life)).toEqual([]);
    life.subscription('sub_3', { actual: 'disabled' });
    life.look();
    expect(tasks(life)).toEqual(['lost/sub_3/1']);
  });
});

describe('the comparison with Microsoft', () => {
  const seen = (base?: string) => ({
    microsoftId: 'ms_sub_2',
    offer: 'offer',
    quantity: 1,
    actual: 'active' as const,
    autoRenewEnabled: true,
    ...(base === undefined ? {} : { base }),
  });

  it('learns of which base something is an add-on, once', () => {
    const life = customer();
    const found = differences(life.account, [seen('ms_sub_1')], life.today, life.newId);
    expect(found).toMatchObject([{ body: { subscription: 'sub_2', base: 'ms_sub_1' } }]);
    life.record(found);
    expect(differences(life.account, [seen('ms_sub_1')], life.today, life.newId)).toEqual([]);
    expect(differences(life.account, [seen()], life.today, life.newId)).toEqual([]);
  });

  it('finds nothing new of an add-on that went with its base', () => {
    const life = customer();
    life.hold('hld_1', 'fraud', { subscription: 'sub_1' });
    const suspended = { ...seen('ms_sub_1'), microsoftId: 'ms_sub_3', actual: 'suspended' as const };
    expect(differences(life.account, [suspended], life.today, life.newId)).toEqual([]);
  });
});
