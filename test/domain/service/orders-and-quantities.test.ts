import { describe, expect, it } from 'vitest';
import { explainRefusal } from '../../../domain/service/explain-refusal.ts';
import { orderTerms } from '../../../domain/service/order-terms.ts';
import { ImaginedLife } from '../../support/imagined-life.ts';

const line = (subscription: string, quantity = 3) => ({ subscription, offer: `offer of ${subscription}`, quantity });
const place = (life: ImaginedLife, ...lines: ReturnType<typeof line>[]) =>
  life.command({ kind: 'order.place', body: { order: 'ord_1', lines } });
const setQuantity = (life: ImaginedLife, quantity: number, subscription = 'sub_1') =>
  life.command({ kind: 'subscription.setQuantity', body: { subscription, quantity } });
const seats = (life: ImaginedLife, subscription = 'sub_1') => life.account.subscriptions.get(subscription);

describe('an order of several lines', () => {
  it('goes through one cart, once', () => {
    const life = new ImaginedLife('2026-01-05');
    expect(place(life, line('sub_8'), line('sub_9'))).toBe('applied');
    expect(life.story()).toEqual(['2026-01-05 cart ord_1']);
    expect([seats(life, 'sub_8')?.actual, seats(life, 'sub_9')?.actual]).toEqual(['active', 'active']);
    life.until('2026-01-09');
    expect(life.story()).toHaveLength(1);
  });

  it('keeps what was sold where a line is refused, opens a task, and tries that line alone when a person says so', () => {
    const life = new ImaginedLife('2026-01-05');
    life.fails = (effect) =>
      effect.kind === 'cart'
        ? {
            kind: 'cartOrdered',
            lines: [
              { subscription: 'sub_8', microsoftId: 'ms_8' },
              { subscription: 'sub_9', code: '800069' },
            ],
          }
        : null;
    place(life, line('sub_8'), line('sub_9'));
    expect(seats(life, 'sub_9')?.refusals).toMatchObject([{ act: 'order', code: '800069' }]);
    expect(life.told('task.opened').map(({ body }) => body.what)).toEqual(['refused']);
    life.fails = () => null;
    expect(life.command({ kind: 'subscription.retry', body: { subscription: 'sub_9' } })).toBe('applied');
    expect(life.story()).toEqual(['2026-01-05 cart ord_1', '2026-01-05 order sub_9']);
  });

  it('is refused whole where Microsoft refuses the customer: every line is a task', () => {
    const life = new ImaginedLife('2026-01-05');
    life.fails = (effect) => (effect.kind === 'cart' ? { kind: 'refused', code: '13605' } : null);
    place(life, line('sub_8'), line('sub_9'));
    expect(life.told('subscription.refused').map(({ body }) => [body.subscription, body.code])).toEqual([
      ['sub_8', '13605'],
      ['sub_9', '13605'],
    ]);
  });

  it('is taken from an active customer only', () => {
    const life = new ImaginedLife('2026-01-05');
    life.hold('hld_1', 'prepayment');
    expect(place(life, line('sub_8'))).toBe('conflict');
    expect(life.story()).toEqual([]);
  });
});

describe('a quantity', () => {
  it('changes once for each wish', () => {
    const life = new ImaginedLife('2026-01-05');
    const before = seats(life)?.quantity ?? 0;
    expect(setQuantity(life, before + 5)).toBe('applied');
    expect(seats(life)).toMatchObject({ quantity: before + 5, quantityWanted: null });
    expect(setQuantity(life, before + 5)).toBe('conflict');
    expect(setQuantity(life, before)).toBe('applied');
    expect(life.story()).toEqual(['2026-01-05 quantity sub_1', '2026-01-05 quantity sub_1']);
  });

  it('that Microsoft refuses stays as it was, is a task, and can be wished otherwise', () => {
    const life = new ImaginedLife('2026-01-05');
    const before = seats(life)?.quantity ?? 0;
    life.fails = (effect) => (effect.kind === 'quantity' ? { kind: 'refused', code: '800090' } : null);
    setQuantity(life, before - 1);
    expect(seats(life)).toMatchObject({ quantity: before, refusals: [{ act: 'quantity', code: '800090' }] });
    life.fails = () => null;
    setQuantity(life, before + 1);
    expect(seats(life)).toMatchObject({ quantity: before + 1, quantityWanted: null, refusals: [] });
  });

  it('that Microsoft refuses stays a task when service goes off and comes back', () => {
    const life = new ImaginedLife('2026-01-05');
    const before = seats(life)?.quantity ?? 0;
    life.fails = (effect) => (effect.kind === 'quantity' ? { kind: 'refused', code: '800090' } : null);
    setQuantity(life, before + 1);
    life.hold('hld_1', 'customer');
    life.command({ kind: 'hold.release', body: { hold: 'hld_1' } });
    expect(life.story()).toEqual([
      '2026-01-05 quantity sub_1 refused',
      '2026-01-05 stop sub_1',
      '2026-01-05 start sub_1',
    ]);
    expect(life.account.tasks.map(({ what }) => what)).toEqual(['refused']);
  });

  it('waits while the subscription is off', () => {
    const life = new ImaginedLife('2026-01-05');
    life.hold('hld_1', 'fraud');
    expect(setQuantity(life, 99)).toBe('conflict');
    expect(setQuantity(life, 99, 'sub_7')).toBe('not_found');
  });

  it('grows under the rules of an order, and shrinks at any time', () => {
    const life = new ImaginedLife('2026-01-05');
    const before = seats(life)?.quantity ?? 0;
    life.hold('hld_1', 'prepayment');
    expect(setQuantity(life, before + 1)).toBe('conflict');
    expect(setQuantity(life, before - 1)).toBe('applied');
  });
});

describe('terms and words', () => {
  it('an Azure plan is bought once and without a term, licences by the year unless said otherwise', () => {
    expect(orderTerms('DZH318Z0BPS6:0001:DZH318Z0BML6', { termDuration: 'P1Y' })).toEqual({ billingCycle: 'one_time' });
    expect(orderTerms('CFQ7TTC0LH18:0001:CFQ7TTC0K971')).toEqual({ billingCycle: 'monthly', termDuration: 'P1Y' });
    expect(orderTerms('CFQ7TTC0LH18:0001:CFQ7TTC0K971', { termDuration: 'P3Y', billingCycle: 'annual' })).toEqual({
      billingCycle: 'annual',
      termDuration: 'P3Y',
    });
  });

  it('a refusal says what to do, and one that nobody knows where to look', () => {
    expect(explainRefusal('800090')).toMatchObject({ about: 'quantity' });
    expect(explainRefusal('800090').words).toContain('seven days');
    expect(explainRefusal('123456').words).toContain('123456');
  });
});
