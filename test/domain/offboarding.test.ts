import { describe, expect, it } from 'vitest';
import { debtor } from '../support/debtor.ts';
import { ImaginedLife } from '../support/imagined-life.ts';

function leave(life: ImaginedLife, on: string): string {
  return life.command({ kind: 'offboarding.request', body: { on } });
}

/** A debtor who has been warned and leaves; Microsoft does not end his subscription. */
function cannotEnd(): ImaginedLife {
  const life = debtor().until('2026-02-05');
  life.fails = (effect) => (effect.kind === 'end' ? { kind: 'refused', code: '800080' } : null);
  leave(life, '2026-02-05');
  return life;
}

describe('the end of a relationship', () => {
  it('goes in order: notice, every subscription, final invoice, close', () => {
    const life = new ImaginedLife('2026-01-05', { subscriptions: 2 });
    expect(leave(life, '2026-01-05')).toBe('applied');
    expect(life.story()).toEqual(['2026-01-05 termination 1', '2026-01-05 end sub_1', '2026-01-05 end sub_2']);
    expect(life.account.tasks).toMatchObject([{ what: 'finalInvoice' }]);
    expect(life.look()).toMatchObject({ phase: 'closed', service: 'none', wakeAt: null, effects: [] });
  });

  it('waits for its day, and until then the customer is served, chased and reinstated like any other', () => {
    const life = debtor().until('2026-01-12');
    leave(life, '2026-04-01');
    expect(life.until('2026-02-10').look()).toMatchObject({ phase: 'terminating', service: 'off' });
    life.pay('pay_1', 100_000n);
    expect(life.look()).toMatchObject({ phase: 'terminating', service: 'on' });
    life.hold('hld_1', 'fraud');
    expect(life.look().service).toBe('off');
    expect(life.until('2026-04-02').story('2026-01-13')).toEqual([
      '2026-01-13 courtesy pre.2026-01-16',
      '2026-01-19 reminder-1 1.1',
      '2026-01-26 reminder-2 1.1',
      '2026-02-02 warning 1.1',
      '2026-02-09 stop sub_1',
      '2026-02-10 start sub_1',
      '2026-02-10 stop sub_1',
      '2026-04-01 termination 1',
      '2026-04-01 end sub_1',
    ]);
    expect(life.look().phase).toBe('closed');
  });

  it('asks for the last invoice like for the first, and closes when it is paid', () => {
    const life = new ImaginedLife('2026-01-05');
    life.invoice('inv_1', 100_000n, '2026-01-16');
    leave(life, '2026-01-05');
    expect(life.until('2026-01-27').story('2026-01-06')).toEqual([
      '2026-01-13 courtesy pre.2026-01-16',
      '2026-01-19 reminder-1 1.1',
      '2026-01-26 reminder-2 1.1',
    ]);
    expect(life.look().phase).toBe('terminating');
    life.pay('pay_1', 100_000n);
    expect(life.look().phase).toBe('closed');
    expect(life.account.dunning.case).toBeNull();
  });

  it('brings no service back once it has begun', () => {
    const life = debtor().until('2026-02-10');
    life.fails = (effect) => (effect.kind === 'end' ? { kind: 'refused', code: '800080' } : null);
    leave(life, '2026-02-10');
    life.pay('pay_1', 100_000n);
    expect(life.story('2026-02-10')).toEqual(['2026-02-10 termination 1', '2026-02-10 end sub_1 refused']);
  });

  it('is not over while a subscription runs on that Microsoft would bill us for', () => {
    const life = new ImaginedLife('2026-01-05', { subscriptions: 2 });
    life.fails = (effect) => (effect.key.includes('sub_1') ? { kind: 'refused', code: '800080' } : null);
    leave(life, '2026-01-05');
    expect(life.story()).toEqual(['2026-01-05 termination 1', '2026-01-05 end sub_1 refused', '2026-01-05 end sub_2']);
    expect(life.look().phase).toBe('terminating');
    expect(life.account.tasks.map((task) => task.what)).toContain('refused');
    life.fails = () => null;
    life.command({ kind: 'subscription.retry', body: { subscription: 'sub_1' } });
    expect(life.look().phase).toBe('closed');
  });

  it('does not keep a hold from stopping what Microsoft will not end', () => {
    const life = cannotEnd();
    life.hold('hld_1', 'fraud');
    expect(life.look().service).toBe('off');
    expect(life.story('2026-02-05')).toEqual([
      '2026-02-05 termination 1',
      '2026-02-05 end sub_1 refused',
      '2026-02-05 stop sub_1',
    ]);
  });

  it('does what was foretold to a debtor whose subscription somebody has put on hold meanwhile', () => {
    const life = cannotEnd();
    life.hold('hld_1', 'customer', { subscription: 'sub_1' });
    expect(life.look().nextStep).toMatchObject({ step: 'suspend' });
    expect(life.until('2026-02-10').told('step.done').at(-1)).toMatchObject({
      effectiveOn: '2026-02-09',
      body: { step: 'suspend' },
    });
  });

  it('does not ask for a refused end again because the debtor was stopped; a person does', () => {
    const life = cannotEnd().until('2026-02-10');
    expect(life.story('2026-02-06')).toEqual(['2026-02-09 stop sub_1']);
    expect(life.account.tasks.filter((task) => task.what === 'refused')).toHaveLength(1);
    life.fails = () => null;
    expect(life.command({ kind: 'subscription.retry', body: { subscription: 'sub_1' } })).toBe('applied');
    expect(life.story('2026-02-10')).toEqual(['2026-02-10 end sub_1']);
  });

  it('asks Microsoft neither to end nor to stop again where it has refused both', () => {
    const life = cannotEnd();
    life.fails = () => ({ kind: 'refused', code: '800080' });
    life.hold('hld_1', 'fraud');
    life.until('2026-02-06');
    expect(life.story('2026-02-05').slice(2)).toEqual(['2026-02-05 stop sub_1 refused']);
  });

  it('leaves a task for money that is left over', () => {
    const life = new ImaginedLife('2026-01-05');
    life.pay('pay_1', 5000n);
    leave(life, '2026-01-05');
    expect(life.account.tasks.map((task) => task.what)).toEqual(['finalInvoice', 'refund']);
  });

  it('is asked for once, for today or later', () => {
    const life = new ImaginedLife('2026-01-05');
    expect(leave(life, '2026-01-04')).toBe('day_has_passed');
    expect(leave(life, '2026-02-04')).toBe('applied');
    expect(leave(life, '2026-03-04')).toBe('wrong_phase');
    const order = { subscription: 'sub_9', offer: 'offer', quantity: 1 };
    expect(life.command({ kind: 'subscription.order', body: order })).toBe('wrong_phase');
    expect(life.command({ kind: 'prepayment.request', body: { prepayment: 'prp_1', amount: life.zloty(1n) } })).toBe(
      'wrong_phase',
    );
  });
});

describe('after the end', () => {
  function closed(): ImaginedLife {
    const life = new ImaginedLife('2026-01-05');
    life.invoice('inv_1', 100_000n, '2026-01-16');
    life.pay('pay_1', 100_000n);
    leave(life, '2026-01-05');
    return life;
  }

  it('money is a task, and nothing else happens', () => {
    const life = closed();
    life.until('2026-03-01');
    expect(life.pay('pay_2', 7000n)).toMatchObject({ phase: 'closed', effects: [], wakeAt: null });
    expect(life.account.tasks.filter((task) => task.what === 'moneyAfterEnd')).toHaveLength(1);
    expect(life.account.unapplied).toBe(7000n);
  });

  it('a chargeback is a task, and opens no case', () => {
    const life = closed();
    life.until('2026-03-01');
    life.reverse('pay_1');
    expect(life.until('2026-06-01').look()).toMatchObject({ phase: 'closed', effects: [] });
    expect(life.account.tasks.filter((task) => task.what === 'moneyAfterEnd')).toHaveLength(1);
    expect(life.told('case.opened')).toEqual([]);
    expect(life.story('2026-01-06')).toEqual([]);
  });

  it('commands are refused, but for closing a task', () => {
    const life = closed();
    expect(life.hold('hld_1', 'fraud')).toBe('wrong_phase');
    expect(life.command({ kind: 'dunning.pause', body: { until: '2026-09-01' } })).toBe('wrong_phase');
    expect(life.command({ kind: 'task.close', body: { task: life.account.tasks[0]?.task ?? '' } })).toBe('applied');
  });
});
