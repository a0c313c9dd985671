import { describe, expect, it } from 'vitest';
import { debtor } from '../../support/debtor.ts';
import { ImaginedLife } from '../../support/imagined-life.ts';

const DAY = 86_400_000;

function release(life: ImaginedLife, hold: string): string {
  return life.command({ kind: 'hold.release', body: { hold } });
}

describe('holds', () => {
  it('for fraud stop at once, at any hour, and ask for no proof of debt', () => {
    const life = new ImaginedLife('2026-01-03', { subscriptions: 2 }).until('2026-01-04', '02:00');
    expect(life.hold('hld_1', 'fraud')).toBe('applied');
    expect(life.story()).toEqual(['2026-01-04 stop sub_1', '2026-01-04 stop sub_2']);
    expect(life.look()).toMatchObject({ phase: 'active', service: 'off' });
  });

  it('of several reasons: releasing one never releases another', () => {
    const life = new ImaginedLife('2026-01-05');
    life.hold('hld_1', 'fraud');
    life.hold('hld_2', 'aup');
    life.hold('hld_3', 'customer');
    release(life, 'hld_1');
    release(life, 'hld_3');
    expect(life.look()).toMatchObject({ service: 'off' });
    expect(life.story()).toEqual(['2026-01-05 stop sub_1']);
    release(life, 'hld_2');
    expect(life.look()).toMatchObject({ phase: 'active', service: 'on' });
  });

  it('for fraud keep service off although the debt was settled meanwhile', () => {
    const life = debtor().until('2026-02-10');
    life.hold('hld_f', 'fraud');
    life.pay('pay_1', 100_000n);
    expect(life.look()).toMatchObject({ phase: 'active', service: 'off' });
    expect(life.story('2026-02-10')).toEqual([]);
    release(life, 'hld_f');
    expect(life.story('2026-02-10')).toEqual(['2026-02-10 start sub_1']);
  });

  it('for debt keep service off although the fraud was cleared meanwhile', () => {
    const life = new ImaginedLife('2026-01-02');
    life.hold('hld_f', 'fraud');
    life.invoice('inv_1', 100_000n, '2026-01-16');
    life.until('2026-02-10');
    expect(life.look()).toMatchObject({ phase: 'suspended', service: 'off' });
    release(life, 'hld_f');
    expect(life.look()).toMatchObject({ phase: 'suspended', service: 'off' });
    expect(life.story()).not.toContain('2026-02-10 start sub_1');
  });

  it('on one subscription stop that one', () => {
    const life = new ImaginedLife('2026-01-05', { subscriptions: 2 });
    life.hold('hld_1', 'aup', { subscription: 'sub_2' });
    expect(life.story()).toEqual(['2026-01-05 stop sub_2']);
    expect(life.look()).toMatchObject({ phase: 'active', service: 'partial' });
    release(life, 'hld_1');
    expect(life.look()).toMatchObject({ service: 'on' });
  });

  it('for a missing prepayment block new orders and stop nothing', () => {
    const life = new ImaginedLife('2026-01-05');
    life.hold('hld_1', 'prepayment');
    expect(life.story()).toEqual([]);
    expect(life.look().service).toBe('on');
    const order = { subscription: 'sub_9', offer: 'offer', quantity: 3 };
    expect(life.command({ kind: 'subscription.order', body: order })).toBe('conflict');
    release(life, 'hld_1');
    expect(life.command({ kind: 'subscription.order', body: order })).toBe('applied');
    expect(life.story()).toEqual(['2026-01-05 order sub_9']);
  });

  it('keep an order waiting that had been taken before, and say so', () => {
    const life = new ImaginedLife('2026-01-05');
    life.fails = () => ({ kind: 'deferred', until: life.now + 3_600_000 });
    life.command({ kind: 'subscription.order', body: { subscription: 'sub_9', offer: 'offer', quantity: 3 } });
    life.fails = () => null;
    life.hold('hld_1', 'fraud');
    life.until('2026-01-07');
    expect(life.story()).toEqual(['2026-01-05 stop sub_1']);
    expect(life.look().nonEvents).toEqual([{ what: 'order', because: 'held', detail: { subscription: 'sub_9' } }]);
    release(life, 'hld_1');
    expect(life.story('2026-01-07')).toEqual(['2026-01-07 order sub_9', '2026-01-07 start sub_1']);
  });

  it('lapse by themselves at the instant they name', () => {
    const life = new ImaginedLife('2026-01-05');
    const until = life.now + 3 * DAY + 60_000;
    life.hold('hld_1', 'customer', 'account', until);
    life.untilInstant(until - 1);
    expect(life.look().service).toBe('off');
    life.untilInstant(until);
    expect(life.look().service).toBe('on');
    expect(life.told('hold.released')).toMatchObject([{ at: until, body: { because: 'lapsed' } }]);
  });

  it('are refused when they end in the past, are for a subscription nobody has, or have ended', () => {
    const life = new ImaginedLife('2026-01-05');
    expect(life.hold('hld_1', 'customer', 'account', life.now)).toBe('day_has_passed');
    expect(life.hold('hld_1', 'customer', { subscription: 'sub_x' })).toBe('not_found');
    life.hold('hld_1', 'customer');
    expect(release(life, 'hld_1')).toBe('applied');
    expect(release(life, 'hld_1')).toBe('conflict');
    expect(release(life, 'hld_x')).toBe('not_found');
  });
});
