import { describe, expect, it } from 'vitest';
import { debtor } from '../../support/debtor.ts';
import { ImaginedLife } from '../../support/imagined-life.ts';

describe('reinstatement', () => {
  it('restores exactly what was there: auto-renew where it was on, and the scheduled changes', () => {
    const life = debtor({ subscriptions: 3 });
    life.microsoft.open('sub_2', { autoRenewEnabled: false, scheduled: null });
    life.microsoft.open('sub_3', { autoRenewEnabled: true, scheduled: '{"quantity":7}' });
    life.until('2026-02-10');
    expect([...life.microsoft.seats.values()]).toEqual(
      Array.from({ length: 3 }, () => ({ actual: 'suspended', autoRenewEnabled: false, scheduled: null })),
    );
    life.pay('pay_1', 100_000n);
    expect([...life.microsoft.seats.values()]).toEqual([
      { actual: 'active', autoRenewEnabled: true, scheduled: null },
      { actual: 'active', autoRenewEnabled: false, scheduled: null },
      { actual: 'active', autoRenewEnabled: true, scheduled: '{"quantity":7}' },
    ]);
  });

  it('is under way as long as one start is outstanding', () => {
    const life = debtor({ subscriptions: 2 }).until('2026-02-10');
    life.fails = (effect) =>
      effect.key.includes('sub_2') && life.now < Date.parse('2026-02-10T09:00:00Z')
        ? { kind: 'deferred', until: Date.parse('2026-02-10T09:00:00Z') }
        : null;
    expect(life.pay('pay_1', 100_000n)).toMatchObject({ phase: 'reinstating', service: 'partial' });
    expect(life.until('2026-02-10', '10:00').look()).toMatchObject({ phase: 'active', service: 'on' });
  });

  it('that Microsoft refuses for one is a task, not a dead end', () => {
    const life = debtor({ subscriptions: 2 }).until('2026-02-10');
    life.fails = (effect) => (effect.key.includes('sub_1') ? { kind: 'refused', code: '800084' } : null);
    expect(life.pay('pay_1', 100_000n)).toMatchObject({ phase: 'active', service: 'partial' });
    expect(life.account.tasks).toMatchObject([{ what: 'refused', key: 'refused/start/sub_1/1.0' }]);
    life.fails = () => null;
    life.command({ kind: 'subscription.retry', body: { subscription: 'sub_1' } });
    expect(life.look()).toMatchObject({ phase: 'active', service: 'on' });
  });

  it('that loses something says what, once, as a task', () => {
    const life = debtor().until('2026-02-10');
    life.fails = (effect) => (effect.kind === 'start' ? { kind: 'restored', lost: ['autoRenew'] } : null);
    life.pay('pay_1', 100_000n);
    life.until('2026-03-01');
    expect(life.account.subscriptions.get('sub_1')).toMatchObject({ actual: 'active', lost: ['autoRenew'] });
    expect(life.account.tasks.filter((task) => task.what === 'lost')).toHaveLength(1);
  });

  it('never touches what Microsoft has suspended itself', () => {
    const life = debtor({ subscriptions: 2 });
    life.subscription('sub_1', { actual: 'suspended' });
    life.until('2026-02-10');
    expect(life.story('2026-02-09')).toEqual(['2026-02-09 stop sub_2']);
    life.pay('pay_1', 100_000n);
    expect(life.story('2026-02-10')).toEqual(['2026-02-10 start sub_2']);
    expect(life.look()).toMatchObject({ phase: 'active', service: 'partial' });
    expect(life.account.tasks).toMatchObject([{ what: 'suspendedByMicrosoft' }]);
  });

  it('of what Microsoft suspended, gave back and suspended again is a task each time', () => {
    const life = new ImaginedLife('2026-01-05');
    for (const actual of ['suspended', 'active', 'suspended'] as const) {
      life.subscription('sub_1', { actual });
      life.settle();
    }
    expect(life.account.tasks.map((task) => task.key)).toEqual([
      'suspendedByMicrosoft/sub_1/1',
      'suspendedByMicrosoft/sub_1/2',
    ]);
    expect(life.story()).toEqual([]);
  });

  it('does not fight a customer who switched it on himself, and gives auto-renew back once the debt is settled', () => {
    const life = debtor().until('2026-02-10');
    life.subscription('sub_1', { actual: 'active' });
    expect(life.settle()).toMatchObject({ phase: 'suspended', service: 'partial', effects: [] });
    expect(life.account.tasks).toMatchObject([{ what: 'enabledElsewhere' }]);
    life.pay('pay_1', 100_000n);
    expect(life.microsoft.seat('sub_1')).toMatchObject({ actual: 'active', autoRenewEnabled: true });
    expect(life.look()).toMatchObject({ phase: 'active', service: 'on' });
  });

  it('and suspension again are effects of their own', () => {
    const life = debtor().until('2026-02-10');
    life.pay('pay_1', 100_000n);
    life.invoice('inv_2', 100_000n, '2026-02-20');
    life.until('2026-04-01');
    life.pay('pay_2', 100_000n);
    const keys = life.done.filter(({ effect }) => effect.kind !== 'notice').map(({ effect }) => effect.key);
    expect(keys).toEqual(['stop/sub_1/1.0', 'start/sub_1/1.0', 'stop/sub_1/2.0', 'start/sub_1/2.0']);
  });
});

describe('service', () => {
  it('is none without subscriptions, on, off or partial as they are', () => {
    expect(new ImaginedLife('2026-01-05', { subscriptions: 0 }).look().service).toBe('none');
    const life = new ImaginedLife('2026-01-05', { subscriptions: 2 });
    expect(life.look().service).toBe('on');
    life.subscription('sub_1', { actual: 'suspended' });
    expect(life.look().service).toBe('partial');
    life.subscription('sub_2', { actual: 'suspended' });
    expect(life.look().service).toBe('off');
  });

  it('is not ordered before the customer is active, and one refused order is a task', () => {
    const life = debtor();
    const order = { subscription: 'sub_9', offer: 'offer', quantity: 1 };
    expect(life.until('2026-01-20').command({ kind: 'subscription.order', body: order })).toBe('wrong_phase');
    life.pay('pay_1', 100_000n);
    life.fails = () => ({ kind: 'refused', code: '800015' });
    expect(life.command({ kind: 'subscription.order', body: order })).toBe('applied');
    expect(life.account.tasks).toMatchObject([{ what: 'refused', key: 'refused/order/sub_9/0.0' }]);
    expect(life.look().effects).toEqual([]);
    life.fails = () => null;
    life.command({ kind: 'subscription.retry', body: { subscription: 'sub_9' } });
    expect(life.account.subscriptions.get('sub_9')).toMatchObject({ actual: 'active', microsoftId: 'ms_sub_9' });
  });
});
