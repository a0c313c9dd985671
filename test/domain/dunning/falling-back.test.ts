import { describe, expect, it } from 'vitest';
import { money } from '../../../domain/money.ts';
import { debtor } from '../../support/debtor.ts';
import type { ImaginedLife } from '../../support/imagined-life.ts';
import { policyWith, step } from '../../support/policies.ts';

/** inv_1 due on 16 January and inv_2 due on the 27th, both of 1 000,00 zł. */
function twoDebts(): ImaginedLife {
  const life = debtor();
  life.invoice('inv_2', 100_000n, '2026-01-27');
  return life;
}

describe('when the debt shrinks', () => {
  it('the warning is not skipped because the oldest debt was paid: nobody is stopped without a fresh one', () => {
    const life = twoDebts().until('2026-02-05');
    expect(life.story('2026-02-02')).toEqual(['2026-02-02 warning 1.1']);
    life.pay('pay_1', 100_000n, [{ invoice: 'inv_1', amount: 100_000n }]);
    // A is 27 January now: reminder-1 (A + 3 = the 30th) stands, all above it is to come again.
    expect(life.account.dunning.position.map((done) => done.step)).toEqual(['reminder-1']);
    expect(life.until('2026-03-01').story('2026-02-05')).toEqual([
      '2026-02-06 reminder-2 1.2',
      '2026-02-13 warning 1.2',
      '2026-02-20 stop sub_1',
    ]);
  });

  it('the position may fall back before the first step, and every step is entered again', () => {
    const life = debtor();
    life.invoice('inv_2', 100_000n, '2026-02-04');
    life.until('2026-02-05');
    life.pay('pay_1', 100_000n, [{ invoice: 'inv_1', amount: 100_000n }]);
    expect(life.account.dunning.position).toEqual([]);
    expect(life.told('case.fellBack')).toMatchObject([{ body: { case: 1, toStep: null } }]);
    expect(life.until('2026-03-01').story('2026-02-05')).toEqual([
      '2026-02-09 reminder-1 1.2',
      '2026-02-16 reminder-2 1.2',
      '2026-02-23 warning 1.2',
    ]);
  });

  it('a step stands when A + m(i) has been reached, though the debt is another', () => {
    const life = twoDebts().until('2026-01-28');
    life.pay('pay_1', 100_000n, [{ invoice: 'inv_1', amount: 100_000n }]);
    expect(life.account.dunning.position).toEqual([]);
    const later = twoDebts().until('2026-02-07');
    later.pay('pay_1', 100_000n, [{ invoice: 'inv_1', amount: 100_000n }]);
    expect(later.account.dunning.position.map((done) => done.step)).toEqual(['reminder-1', 'reminder-2']);
  });

  it('a part payment that leaves the oldest debt open does not move the position', () => {
    const life = debtor().until('2026-02-05');
    life.pay('pay_1', 70_000n);
    expect(life.told('case.fellBack')).toEqual([]);
    expect(life.until('2026-02-10').story('2026-02-05')).toEqual(['2026-02-09 stop sub_1']);
  });

  it('a step whose condition no longer holds falls back, and is entered again when it holds again', () => {
    const policy = policyWith({
      steps: [
        step('one', 'notice', 3, 'due'),
        step('two', 'notice', 7, 'previous', { when: { minimumDebt: money(50_000n, 'PLN') } }),
        step('three', 'notice', 7, 'previous'),
      ],
    });
    const life = debtor({ policy }).until('2026-01-28');
    life.pay('pay_1', 60_000n);
    expect(life.account.dunning.position.map((done) => done.step)).toEqual(['one']);
    life.invoice('inv_2', 60_000n, '2026-02-03');
    expect(life.until('2026-02-12').story('2026-01-28')).toEqual(['2026-02-04 two 1.2', '2026-02-11 three 1.1']);
  });

  it('a dispute over the oldest debt counts like its payment, and its rejection does not bring the old position back', () => {
    const life = twoDebts().until('2026-02-05');
    life.dispute('dsp_1', 'inv_1', 100_000n);
    expect(life.account.dunning.position.map((done) => done.step)).toEqual(['reminder-1']);
    life.until('2026-02-06', '07:30');
    life.resolve('dsp_1', 'rejected');
    expect(life.until('2026-03-01').story('2026-02-06')).toEqual([
      '2026-02-06 reminder-2 1.2',
      '2026-02-13 warning 1.2',
      '2026-02-20 stop sub_1',
    ]);
  });

  it('an escalation that waits for its hour is off: it was meant for another debt', () => {
    const life = twoDebts().until('2026-01-31');
    expect(life.command({ kind: 'dunning.escalate', body: { toStep: 'warning' } })).toBe('applied');
    life.pay('pay_1', 100_000n, [{ invoice: 'inv_1', amount: 100_000n }]);
    expect(life.until('2026-02-07').story('2026-01-31')).toEqual(['2026-02-06 reminder-2 1.2']);
  });

  it('steps that were jumped over are steps again', () => {
    const life = twoDebts().until('2026-01-20');
    life.command({ kind: 'dunning.escalate', body: { toStep: 'warning' } });
    life.until('2026-02-08');
    life.pay('pay_1', 100_000n, [{ invoice: 'inv_1', amount: 100_000n }]);
    expect(life.told('step.lapsed').map(({ body }) => body.step)).toEqual(['reminder-2']);
    expect(life.story('2026-01-20').slice(0, 1)).toEqual(['2026-01-20 warning 1.1']);
    expect(life.account.dunning.position.map((done) => done.step)).toEqual(['reminder-1']);
    expect(life.until('2026-02-10').story('2026-02-08')).toEqual(['2026-02-09 reminder-2 1.1']);
  });
});

describe('a chargeback', () => {
  it('after the case has closed opens a new case at its first step, and the step before the due day has lapsed', () => {
    const life = debtor().until('2026-02-05');
    life.pay('pay_1', 100_000n);
    life.until('2026-04-15');
    life.reverse('pay_1');
    expect(life.told('case.opened')).toHaveLength(2);
    expect(life.until('2026-05-20').story('2026-04-15')).toEqual([
      '2026-04-15 reminder-1 2.1',
      '2026-04-22 reminder-2 2.1',
      '2026-04-29 warning 2.1',
      '2026-05-06 stop sub_1',
    ]);
  });

  it('in an open case makes the warning worthless: a new one comes before the suspension', () => {
    const life = debtor().until('2026-02-04');
    life.pay('pay_1', 90_000n);
    life.until('2026-02-20');
    expect(life.look().nonEvents).toEqual([{ what: 'step:suspend', because: 'minimumDebt', detail: {} }]);
    life.reverse('pay_1');
    expect(life.until('2026-03-03').story('2026-02-04')).toEqual(['2026-02-20 warning 1.2', '2026-02-27 stop sub_1']);
  });

  it('does not bring back service that is suspended already, and needs no second suspension', () => {
    const life = debtor().until('2026-02-10');
    life.pay('pay_1', 50_000n);
    life.reverse('pay_1');
    expect(life.until('2026-03-10').story('2026-02-10')).toEqual([]);
    expect(life.look()).toMatchObject({ phase: 'suspended', service: 'off' });
  });
});
