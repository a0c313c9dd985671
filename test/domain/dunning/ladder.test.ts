import { describe, expect, it } from 'vitest';
import { money } from '../../../domain/money.ts';
import { debtor } from '../../support/debtor.ts';
import { ImaginedLife } from '../../support/imagined-life.ts';
import { policyWith, step } from '../../support/policies.ts';

describe('the case', () => {
  it('opens the day after the due day, when something collectible is overdue', () => {
    const life = debtor().until('2026-01-16', '23:59');
    expect(life.look().phase).toBe('active');
    life.until('2026-01-17', '00:00');
    expect(life.look().phase).toBe('dunning');
    expect(life.told('case.opened')).toMatchObject([{ effectiveOn: '2026-01-17', body: { case: 1, by: 'policy' } }]);
  });

  it('does not open for a debt below the least one, and says so', () => {
    const life = debtor({ amount: 4999n }).until('2026-01-17');
    expect(life.look()).toMatchObject({ phase: 'active', nonEvents: [{ what: 'case', because: 'belowMinimumDebt' }] });
    expect(life.until('2026-06-01').story('2026-01-17')).toEqual([]);
  });

  it('opens at exactly the least debt', () => {
    expect(debtor({ amount: 5000n }).until('2026-01-17').look().phase).toBe('dunning');
  });

  it('opens when a second small debt brings the first one to the least', () => {
    const life = debtor({ amount: 3000n });
    life.invoice('inv_2', 3000n, '2026-02-10');
    expect(life.until('2026-02-10').look().phase).toBe('active');
    expect(life.until('2026-02-11').look().phase).toBe('dunning');
    expect(life.told('case.opened')).toMatchObject([{ effectiveOn: '2026-02-11' }]);
  });

  it('waits, but does not close, while part payments have brought the debt below the least', () => {
    const life = debtor().until('2026-01-20');
    life.pay('pay_1', 97_000n);
    expect(life.until('2026-05-01').look()).toMatchObject({
      phase: 'dunning',
      nonEvents: [{ what: 'case', because: 'belowMinimumDebt' }],
    });
    expect(life.story('2026-01-20')).toEqual([]);
  });

  it('closes when overdue is zero, at once', () => {
    const life = debtor().until('2026-01-28', '15:12');
    const { phase } = life.pay('pay_1', 100_000n);
    expect(phase).toBe('active');
    expect(life.told('case.closed')).toMatchObject([{ at: life.now }]);
  });

  it('counts on from case to case, and begins at its first step each time', () => {
    const life = debtor().until('2026-01-20');
    life.pay('pay_1', 100_000n);
    life.invoice('inv_2', 100_000n, '2026-02-20');
    expect(life.until('2026-03-10').story('2026-01-20')).toEqual([
      '2026-02-17 courtesy pre.2026-02-20',
      '2026-02-23 reminder-1 2.1',
      '2026-03-02 reminder-2 2.1',
      '2026-03-09 warning 2.1',
    ]);
  });
});

describe('the anchor', () => {
  it('is the oldest effective due day of a collectible overdue instalment', () => {
    const life = new ImaginedLife('2026-01-02');
    life.invoice('inv_2', 50_000n, '2026-01-21');
    life.invoice('inv_1', 50_000n, '2026-01-15');
    life.until('2026-02-01');
    expect(life.told('step.done').map(({ body }) => `${body.step} ${body.anchor}`)).toEqual([
      'courtesy 2026-01-15',
      'reminder-1 2026-01-15',
      'reminder-2 2026-01-15',
    ]);
  });

  it('of an invoice with instalments is the first one that is missed', () => {
    const life = debtor({ amount: [40_000n, 30_000n, 30_000n] }).until('2026-01-20');
    expect(life.told('step.done').at(-1)?.body).toMatchObject({ step: 'reminder-1', anchor: '2026-01-16' });
    expect(life.done.at(-1)?.effect).toMatchObject({ says: { amount: { minor: '40000' }, invoices: ['inv_1'] } });
  });

  it('of a debt due on a Saturday in Poland is the Monday after it', () => {
    const life = new ImaginedLife('2026-01-02');
    life.invoice('inv_1', 50_000n, '2026-01-17');
    life.until('2026-01-19', '23:59');
    expect(life.look().phase).toBe('active');
    expect(life.until('2026-01-23').story()).toEqual([
      '2026-01-16 courtesy pre.2026-01-19',
      '2026-01-22 reminder-1 1.1',
    ]);
  });

  it('of a debt due on a Saturday is that Saturday where no law moves it', () => {
    const life = new ImaginedLife('2026-01-02', { traits: { country: 'CZ', timeZone: 'Europe/Prague' } });
    life.invoice('inv_1', 50_000n, '2026-01-17');
    expect(life.until('2026-01-18').look().phase).toBe('dunning');
  });
});

describe('the steps', () => {
  it('go up one after the other, each at its distance from the due day', () => {
    expect(debtor().until('2026-03-01').story()).toEqual([
      '2026-01-13 courtesy pre.2026-01-16',
      '2026-01-19 reminder-1 1.1',
      '2026-01-26 reminder-2 1.1',
      '2026-02-02 warning 1.1',
      '2026-02-09 stop sub_1',
    ]);
  });

  it('after a `previous` step that was done late keep their distance from the day it was done', () => {
    // A + 10 is 26 January, but reminder-1 was held back until the 22nd.
    const life = debtor().until('2026-01-18');
    life.command({ kind: 'dunning.pause', body: { until: '2026-01-22' } });
    expect(life.until('2026-01-31').story('2026-01-18')).toEqual([
      '2026-01-22 reminder-1 1.1',
      '2026-01-29 reminder-2 1.1',
    ]);
  });

  it('after a step before the due day keep their distance from the day that one was done', () => {
    const policy = policyWith({ steps: [step('early', 'notice', -2, 'due'), step('first', 'notice', 6, 'previous')] });
    const late = new ImaginedLife('2026-01-16', { policy });
    late.invoice('inv_1', 50_000n, '2026-01-16');
    // A + 4 is the 20th; `early` went out on the 16th.
    expect(late.until('2026-01-31').story()).toEqual(['2026-01-16 early pre.2026-01-16', '2026-01-22 first 1.1']);
  });

  it('of `from: due` count from the anchor however late the one before was', () => {
    const policy = policyWith({ steps: [step('one', 'notice', 3, 'due'), step('two', 'notice', 10, 'due')] });
    const life = debtor({ policy }).until('2026-01-18');
    life.command({ kind: 'dunning.pause', body: { until: '2026-01-22' } });
    expect(life.until('2026-01-31').story('2026-01-18')).toEqual(['2026-01-22 one 1.1', '2026-01-26 two 1.1']);
  });

  it('of a debt that is known late are made up one a day, and none is skipped', () => {
    const policy = policyWith({
      steps: [step('one', 'notice', 1, 'due'), step('two', 'notice', 2, 'due'), step('three', 'notice', 3, 'due')],
    });
    const life = new ImaginedLife('2026-03-02', { policy });
    const imported = { kind: 'invoice.issued', effectiveOn: '2026-01-02' } as const;
    const total = life.zloty(50_000n);
    const instalments = [{ instalment: 1, dueOn: '2026-01-16', effectiveDueOn: '2026-01-16', amount: total }];
    const rest = { net: total, tax: life.zloty(0n), instalments, consumed: [] };
    life.post({ ...imported, body: { invoice: 'inv_1', number: '1', issuedOn: '2026-01-02', total, ...rest } });
    expect(life.until('2026-03-10').story()).toEqual([
      '2026-03-02 one 1.1',
      '2026-03-03 two 1.1',
      '2026-03-04 three 1.1',
    ]);
  });

  it('never share a day, not even one before the due day with one of a case', () => {
    const policy = policyWith({
      minimumDebt: money(0n, 'PLN'),
      steps: [step('early', 'notice', -1, 'due'), step('first', 'notice', 1, 'due')],
    });
    const life = debtor({ policy }).until('2026-01-19');
    // Monday, 19 January: `first` is due for inv_1; all of it is disputed, so that inv_2's courtesy comes into sight.
    life.invoice('inv_2', 50_000n, '2026-01-20');
    life.dispute('dsp_1', 'inv_1', 100_000n);
    life.until('2026-01-19', '09:00');
    life.resolve('dsp_1', 'rejected');
    expect(life.until('2026-01-21').story('2026-01-19')).toEqual([
      '2026-01-19 early pre.2026-01-20',
      '2026-01-20 first 1.1',
    ]);
  });

  it('end with the last one, and the case stays open', () => {
    const life = debtor({ policy: policyWith({ steps: [step('only', 'notice', 3, 'due')] }) }).until('2026-12-01');
    expect(life.story()).toEqual(['2026-01-19 only 1.1']);
    expect(life.look()).toMatchObject({ phase: 'dunning', nextStep: null, wakeAt: null });
  });

  it('ask for what is collectible and overdue, of all invoices together', () => {
    const life = debtor();
    life.invoice('inv_2', 20_000n, '2026-01-17');
    life.invoice('inv_3', 70_000n, '2026-02-20');
    life.until('2026-01-24');
    life.dispute('dsp_1', 'inv_1', 25_000n);
    life.until('2026-01-26', '09:00');
    expect(life.done.at(-1)?.effect).toMatchObject({
      step: 'reminder-2',
      says: { amount: { minor: '95000', currency: 'PLN' }, invoices: ['inv_1', 'inv_2'], suspensionOn: null },
    });
  });

  it('show what comes next, and why', () => {
    const life = debtor().until('2026-01-20');
    expect(life.look().nextStep).toEqual({
      at: Date.parse('2026-01-26T07:00:00Z'),
      kind: 'notice',
      step: 'reminder-2',
      because: '2026-01-16 is the oldest unpaid due day',
    });
  });
});

describe('a person who starts dunning', () => {
  it('opens a case for a debt below the least one, and the ladder goes on', () => {
    const life = debtor({ amount: 1000n }).until('2026-01-18');
    expect(life.command({ kind: 'dunning.start', body: {} })).toBe('applied');
    expect(life.until('2026-01-27').story('2026-01-18')).toEqual([
      '2026-01-19 reminder-1 1.1',
      '2026-01-26 reminder-2 1.1',
    ]);
  });

  it('is refused while nothing collectible is overdue, or a case is open', () => {
    const life = debtor();
    expect(life.command({ kind: 'dunning.start', body: {} })).toBe('wrong_phase');
    expect(life.until('2026-01-18').command({ kind: 'dunning.start', body: {} })).toBe('wrong_phase');
  });
});
