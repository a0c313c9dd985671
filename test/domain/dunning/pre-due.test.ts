import { describe, expect, it } from 'vitest';
import { money } from '../../../domain/money.ts';
import { debtor } from '../../support/debtor.ts';
import { ImaginedLife } from '../../support/imagined-life.ts';
import { policyWith, step } from '../../support/policies.ts';

describe('a step before the due day', () => {
  it('goes out for the next due day, once, under that day’s name', () => {
    expect(debtor().until('2026-01-17').story()).toEqual(['2026-01-13 courtesy pre.2026-01-16']);
  });

  it('is one for all that falls due on that day', () => {
    const life = debtor();
    life.invoice('inv_2', 30_000n, '2026-01-16');
    life.until('2026-01-17');
    expect(life.done).toHaveLength(1);
    expect(life.done[0]?.effect).toMatchObject({ says: { amount: { minor: '130000' }, invoices: ['inv_1', 'inv_2'] } });
  });

  it('goes out again for the next due day, and for nothing that is paid', () => {
    const life = debtor();
    life.invoice('inv_2', 30_000n, '2026-01-29');
    life.invoice('inv_3', 30_000n, '2026-02-12');
    life.until('2026-01-15');
    life.pay('pay_1', 130_000n);
    expect(life.until('2026-02-12').story()).toEqual([
      '2026-01-13 courtesy pre.2026-01-16',
      '2026-02-09 courtesy pre.2026-02-12',
    ]);
  });

  it('of an invoice issued late goes out the same day, up to the due day itself', () => {
    const life = new ImaginedLife('2026-01-02').until('2026-01-16', '09:00');
    life.invoice('inv_1', 50_000n, '2026-01-16');
    expect(life.until('2026-01-17').story()).toEqual(['2026-01-16 courtesy pre.2026-01-16']);
  });

  it('lapses, on record, once its day is overdue', () => {
    const life = debtor();
    life.suspect('pay_x', 100_000n);
    life.until('2026-01-17', '01:00');
    expect(life.story()).toEqual([]);
    expect(life.told('step.lapsed')).toMatchObject([
      { body: { case: null, step: 'courtesy', occurrence: 'pre.2026-01-16', because: 'overdue' } },
    ]);
    life.clear('pay_x');
    expect(life.until('2026-01-21').story()).toEqual(['2026-01-19 reminder-1 1.1']);
  });

  it('that would fall on a Saturday moves to Monday, and lapses when that is too late', () => {
    const onTime = new ImaginedLife('2026-01-02');
    onTime.invoice('inv_1', 50_000n, '2026-01-20');
    expect(onTime.until('2026-01-21').story()).toEqual(['2026-01-19 courtesy pre.2026-01-20']);
    const policy = policyWith({ sendWindow: { from: '08:00', to: '18:00', weekdays: [2] } });
    const late = new ImaginedLife('2026-01-02', { policy });
    late.invoice('inv_1', 50_000n, '2026-01-22');
    expect(late.look().nextStep).toMatchObject({ step: 'courtesy', at: Date.parse('2026-01-20T07:00:00Z') });
    const never = new ImaginedLife('2026-01-14', { policy });
    never.invoice('inv_1', 50_000n, '2026-01-19');
    expect(never.look().nextStep).toMatchObject({ step: 'reminder-1', at: Date.parse('2026-01-27T07:00:00Z') });
    expect(never.until('2026-01-20').story()).toEqual([]);
    expect(never.told('step.lapsed')).toHaveLength(1);
  });

  it('does not go out while something collectible is overdue, in a case or below the least debt', () => {
    const inCase = debtor();
    inCase.invoice('inv_2', 30_000n, '2026-01-29');
    expect(inCase.until('2026-01-29').story()).not.toContain('2026-01-26 courtesy pre.2026-01-29');
    const small = debtor({ amount: 100n });
    small.invoice('inv_2', 30_000n, '2026-01-29');
    expect(small.until('2026-01-29').story()).toEqual(['2026-01-13 courtesy pre.2026-01-16']);
  });

  it('goes out while all that is overdue is disputed', () => {
    const life = debtor();
    life.dispute('dsp_1', 'inv_1', 100_000n);
    life.invoice('inv_2', 30_000n, '2026-01-29');
    expect(life.until('2026-01-29').story()).toEqual(['2026-01-26 courtesy pre.2026-01-29']);
  });

  it('keeps its distance from the one before it', () => {
    const steps = [
      step('early', 'notice', -10, 'due'),
      step('late', 'notice', 5, 'previous'),
      step('first', 'notice', 1, 'due'),
    ];
    const onTime = debtor({ policy: policyWith({ steps }) });
    expect(onTime.until('2026-01-17').story()).toEqual([
      '2026-01-07 early pre.2026-01-16',
      '2026-01-12 late pre.2026-01-16',
    ]);
    const held = debtor({ policy: policyWith({ steps }) });
    held.command({ kind: 'dunning.pause', body: { until: '2026-01-09' } });
    expect(held.until('2026-01-17').story()).toEqual([
      '2026-01-09 early pre.2026-01-16',
      '2026-01-14 late pre.2026-01-16',
    ]);
  });

  it('asks its conditions of what is about to fall due', () => {
    const steps = [
      step('early', 'notice', -3, 'due', { when: { minimumDebt: money(50_000n, 'PLN') } }),
      step('first', 'notice', 1, 'due'),
    ];
    const big = debtor({ policy: policyWith({ steps }) });
    expect(big.until('2026-01-17').story()).toEqual(['2026-01-13 early pre.2026-01-16']);
    const small = debtor({ policy: policyWith({ steps }), amount: 49_999n });
    expect(small.until('2026-01-16').story()).toEqual([]);
    expect(small.look()).toMatchObject({
      nonEvents: [{ what: 'step:early', because: 'minimumDebt' }],
      nextStep: { step: 'first' },
    });
  });
});
