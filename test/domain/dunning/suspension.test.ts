import { describe, expect, it } from 'vitest';
import { debtor } from '../../support/debtor.ts';
import type { ImaginedLife } from '../../support/imagined-life.ts';
import { policyWith, STANDARD } from '../../support/policies.ts';

function debtHolds(life: ImaginedLife): number {
  return life.account.holds.filter((hold) => hold.active && hold.reason === 'debt').length;
}

describe('a suspension for debt', () => {
  it('stops every subscription and places one hold, with the first confirmed stop', () => {
    const life = debtor({ subscriptions: 3 }).until('2026-02-09', '07:59');
    const phases: string[] = [];
    life.fails = () => {
      phases.push(`${debtHolds(life)} holds`);
      return null;
    };
    life.until('2026-02-10');
    expect(life.story('2026-02-09')).toEqual([
      '2026-02-09 stop sub_1',
      '2026-02-09 stop sub_2',
      '2026-02-09 stop sub_3',
    ]);
    expect(phases).toEqual(['0 holds', '1 holds', '1 holds']);
    expect(life.look()).toMatchObject({ phase: 'suspended', service: 'off' });
    expect(life.told('step.done').filter(({ body }) => body.step === 'suspend')).toHaveLength(1);
  });

  it('is partial while a stop is still on its way', () => {
    const life = debtor({ subscriptions: 2 }).until('2026-02-09', '07:59');
    life.fails = (effect) =>
      effect.key.includes('sub_2') && life.now < Date.parse('2026-02-09T20:00:00Z')
        ? { kind: 'deferred', until: Date.parse('2026-02-09T20:00:00Z') }
        : null;
    expect(life.until('2026-02-09', '20:59').look()).toMatchObject({ phase: 'suspended', service: 'partial' });
    // What was begun is finished, also out of hours.
    expect(life.until('2026-02-09', '21:00').look()).toMatchObject({ phase: 'suspended', service: 'off' });
  });

  it('goes on when Microsoft refuses one: a task, and the rest is stopped', () => {
    const life = debtor({ subscriptions: 2 });
    life.fails = (effect) => (effect.key.includes('sub_1') ? { kind: 'refused', code: '800023' } : null);
    life.until('2026-02-10');
    expect(life.story('2026-02-09')).toEqual(['2026-02-09 stop sub_1 refused', '2026-02-09 stop sub_2']);
    expect(life.look()).toMatchObject({ phase: 'suspended', service: 'partial', effects: [] });
    expect(life.account.tasks).toMatchObject([{ what: 'refused', key: 'refused/stop/sub_1/0.0' }]);
  });

  it('that is refused for all still holds the account', () => {
    const life = debtor({ subscriptions: 2 });
    life.fails = (effect) => (effect.kind === 'stop' ? { kind: 'refused', code: '800023' } : null);
    life.until('2026-02-10');
    expect(life.look()).toMatchObject({ phase: 'suspended', service: 'partial' });
    expect(life.account.tasks).toHaveLength(2);
    expect(debtHolds(life)).toBe(1);
  });

  it('tries a refused stop again when a person says so', () => {
    const life = debtor();
    life.fails = (effect) => (effect.kind === 'stop' ? { kind: 'refused', code: '800023' } : null);
    life.until('2026-02-10');
    life.fails = () => null;
    expect(life.command({ kind: 'subscription.retry', body: { subscription: 'sub_1' } })).toBe('applied');
    expect(life.story('2026-02-10')).toEqual(['2026-02-10 stop sub_1']);
    expect(life.command({ kind: 'subscription.retry', body: { subscription: 'sub_1' } })).toBe('conflict');
  });

  it('of the next case tries again by itself what was refused in this one', () => {
    const life = debtor();
    life.fails = (effect) => (effect.kind === 'stop' ? { kind: 'refused', code: '800023' } : null);
    life.until('2026-02-10');
    life.fails = () => null;
    life.pay('pay_1', 100_000n);
    life.invoice('inv_2', 100_000n, '2026-02-20');
    expect(life.until('2026-03-20').story('2026-03-10')).toEqual(['2026-03-16 stop sub_1']);
  });

  it('with nothing to stop places the hold all the same: phase suspended, service none', () => {
    const life = debtor({ subscriptions: 0 }).until('2026-02-10');
    expect(life.look()).toMatchObject({ phase: 'suspended', service: 'none' });
    expect(life.told('step.done').at(-1)).toMatchObject({ effectiveOn: '2026-02-09', body: { step: 'suspend' } });
  });

  it('stops what appears later, for the hold is on the account', () => {
    const life = debtor({ subscriptions: 0 }).until('2026-02-10');
    life.subscription('sub_9');
    life.settle();
    expect(life.story('2026-02-10')).toEqual(['2026-02-10 stop sub_9']);
  });

  it('ends when overdue is zero: paid, credited, written off or void', () => {
    const settled: ((life: ImaginedLife) => unknown)[] = [
      (life) => life.pay('pay_1', 100_000n),
      (life) => life.credit('inv_1', 100_000n),
      (life) => life.credit('inv_1', null, 'void'),
      (life) => life.writeOff('inv_1'),
    ];
    for (const settle of settled) {
      const life = debtor().until('2026-02-14', '03:00');
      settle(life);
      expect(life.story('2026-02-14')).toEqual(['2026-02-14 start sub_1']);
      expect(life.look()).toMatchObject({ phase: 'active', service: 'on' });
      expect(life.told('hold.released')).toMatchObject([{ body: { because: 'settled' } }]);
    }
  });

  it('ends although another invoice is open and not yet due', () => {
    const life = debtor().until('2026-02-14');
    life.invoice('inv_2', 1n, '2026-02-14');
    expect(life.pay('pay_1', 100_000n)).toMatchObject({ phase: 'active', service: 'on' });
  });

  it('does not end by half a payment, a dispute or a promise: that counts as unsettled', () => {
    const life = debtor().until('2026-02-14');
    life.pay('pay_1', 99_999n);
    expect(life.look().phase).toBe('suspended');
    life.dispute('dsp_1', 'inv_1', 1n);
    expect(life.look()).toMatchObject({ phase: 'suspended', nonEvents: [{ what: 'case', because: 'disputed' }] });
    life.resolve('dsp_1', 'rejected');
    life.promise('prm_1', 1n, '2026-02-20');
    expect(life.look()).toMatchObject({ phase: 'suspended', service: 'off' });
  });

  it('is not undone by a debt that merely shrinks', () => {
    const life = debtor();
    life.invoice('inv_2', 100_000n, '2026-02-10');
    life.until('2026-02-14');
    life.pay('pay_1', 100_000n);
    expect(life.look()).toMatchObject({ phase: 'suspended', service: 'off' });
  });

  it('that a person ends begins with a new warning', () => {
    const life = debtor().until('2026-02-14');
    const [hold] = life.account.holds;
    life.command({ kind: 'hold.release', body: { hold: hold?.hold ?? '' } });
    expect(life.look()).toMatchObject({ phase: 'dunning', service: 'on' });
    expect(life.until('2026-03-01').story('2026-02-14')).toEqual([
      '2026-02-14 start sub_1',
      '2026-02-16 warning 1.2',
      '2026-02-23 stop sub_1',
    ]);
  });

  it('is met when an order to Microsoft was on its way while the money came: service is back at once', () => {
    const life = debtor({ subscriptions: 2 }).until('2026-02-09', '07:59');
    let paid = false;
    life.fails = (effect) => {
      if (effect.kind === 'stop' && !paid) {
        paid = true;
        const settled = life.kernel.receivePayment(
          life.account,
          life.policy,
          { payment: 'p', amount: 100_000n, method: 'card', receivedOn: life.today, wanted: null, prepayment: null },
          life.today,
        );
        if ('draft' in settled) life.record([settled.draft]);
      }
      return null;
    };
    life.until('2026-02-10');
    expect(life.look()).toMatchObject({ phase: 'active', service: 'on' });
    expect(debtHolds(life)).toBe(0);
  });
});

describe('with `reinstate.when: stepNoLongerHolds`', () => {
  const policy = policyWith({ reinstate: { when: 'stepNoLongerHolds' } });

  it('service is back when the debt is too small for the step', () => {
    const life = debtor({ policy }).until('2026-02-14');
    life.pay('pay_1', 80_000n);
    expect(life.look().phase).toBe('suspended');
    life.pay('pay_2', 1n);
    expect(life.look()).toMatchObject({ phase: 'dunning', service: 'on' });
    expect(life.told('hold.released')).toMatchObject([{ body: { because: 'stepNoLongerHolds' } }]);
  });

  it('service is back when the debt left is too young for the step', () => {
    const life = debtor({ policy });
    life.invoice('inv_2', 100_000n, '2026-02-10');
    life.until('2026-02-14');
    life.pay('pay_1', 100_000n);
    expect(life.look()).toMatchObject({ phase: 'dunning', service: 'on' });
  });

  it('service is back when all of it is disputed or promised', () => {
    const life = debtor({ policy }).until('2026-02-14');
    life.promise('prm_1', 100_000n, '2026-02-20');
    expect(life.look()).toMatchObject({ phase: 'dunning', service: 'on' });
  });

  it('nobody is stopped again without a new warning', () => {
    const life = debtor({ policy }).until('2026-02-14');
    life.pay('pay_1', 90_000n);
    life.invoice('inv_2', 100_000n, '2026-03-03');
    expect(life.until('2026-03-20').story('2026-02-14')).toEqual([
      '2026-02-14 start sub_1',
      '2026-02-16 warning 1.2',
      '2026-03-04 stop sub_1',
    ]);
  });

  it('a debt hold by hand stays until the debt is settled', () => {
    const life = debtor({ policy, amount: 15_000n }).until('2026-02-12');
    expect(life.look().nonEvents).toMatchObject([{ what: 'step:suspend', because: 'minimumDebt' }]);
    expect(life.hold('hld_x', 'debt')).toBe('applied');
    expect(life.until('2026-02-20').look()).toMatchObject({ phase: 'suspended', service: 'off' });
    expect(life.pay('pay_1', 15_000n)).toMatchObject({ phase: 'active', service: 'on' });
  });
});

describe('a debt hold by hand', () => {
  it('passes the same gate as the step: the chain must be complete', () => {
    const life = debtor().until('2026-01-20');
    expect(life.hold('hld_1', 'debt')).toBe('proof_chain_incomplete');
    expect(life.until('2026-02-03').hold('hld_2', 'debt')).toBe('proof_chain_incomplete');
    expect(life.until('2026-02-08', '12:00').hold('hld_3', 'debt')).toBe('proof_chain_incomplete');
    expect(life.until('2026-02-09', '07:30').hold('hld_4', 'debt')).toBe('applied');
    expect(life.story('2026-02-09')).toEqual(['2026-02-09 stop sub_1']);
  });

  it('makes no second hold of the step that follows', () => {
    const life = debtor().until('2026-02-09', '07:30');
    life.hold('hld_4', 'debt');
    life.until('2026-02-10');
    expect(debtHolds(life)).toBe(1);
    expect(life.told('step.done').at(-1)?.body.step).toBe('suspend');
    expect(life.pay('pay_1', 100_000n)).toMatchObject({ phase: 'active', service: 'on' });
  });

  it('is refused where the policy never suspends', () => {
    const policy = policyWith({ steps: STANDARD.steps.slice(0, 4) });
    expect(debtor({ policy }).until('2026-03-01').hold('hld_1', 'debt')).toBe('proof_chain_incomplete');
  });
});
