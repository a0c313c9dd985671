import { describe, expect, it } from 'vitest';
import { money } from '../../../domain/money.ts';
import { debtor } from '../../support/debtor.ts';
import { policyWith, step } from '../../support/policies.ts';

describe('a step with `when`', () => {
  it('waits for its least debt, says so on its day, and goes on when a further debt brings it', () => {
    const life = debtor({ amount: 15_000n });
    life.invoice('inv_2', 5000n, '2026-02-19');
    life.until('2026-02-19', '12:00');
    expect(life.story('2026-02-02')).toEqual(['2026-02-02 warning 1.1']);
    expect(life.decisions.some((one) => one.nonEvents.some(({ what }) => what === 'step:suspend'))).toBe(true);
    expect(life.until('2026-02-21').story('2026-02-03')).toEqual(['2026-02-20 stop sub_1']);
  });

  it('holds at exactly its least debt', () => {
    expect(debtor({ amount: 20_000n }).until('2026-02-10').story('2026-02-09')).toEqual(['2026-02-09 stop sub_1']);
    expect(debtor({ amount: 19_999n }).until('2026-02-10').story('2026-02-09')).toEqual([]);
  });

  it('counts collectible money only', () => {
    const life = debtor({ amount: 30_000n }).until('2026-02-03');
    life.dispute('dsp_1', 'inv_1', 10_001n);
    expect(life.until('2026-02-10').story('2026-02-03')).toEqual([]);
  });

  it('counts invoices, not their instalments', () => {
    const policy = policyWith({
      steps: [step('one', 'notice', 3, 'due'), step('two', 'notice', 4, 'previous', { when: { minimumCount: 2 } })],
    });
    const life = debtor({ policy, amount: [50_000n, 50_000n] });
    life.until('2026-03-01');
    expect(life.story()).toEqual(['2026-01-19 one 1.1']);
    expect(life.look().nonEvents).toEqual([{ what: 'step:two', because: 'minimumCount', detail: {} }]);
    life.invoice('inv_2', 100n, '2026-03-05');
    expect(life.until('2026-03-10').story('2026-03-01')).toEqual(['2026-03-06 two 1.1']);
  });

  it('waits for the age of the oldest debt, and knows the day', () => {
    const policy = policyWith({ steps: [step('one', 'notice', 3, 'due', { when: { minimumAgeDays: 10 } })] });
    const life = debtor({ policy }).until('2026-01-20');
    expect(life.look().nextStep).toMatchObject({ at: Date.parse('2026-01-26T07:00:00Z'), step: 'one' });
    expect(life.until('2026-01-27').story()).toEqual(['2026-01-26 one 1.1']);
  });

  it('needs all of its conditions', () => {
    const when = { minimumCount: 2, minimumDebt: money(60_000n, 'PLN'), minimumAgeDays: 12 };
    const policy = policyWith({ steps: [step('one', 'notice', 1, 'due', { when })] });
    const life = debtor({ policy, amount: 40_000n });
    life.invoice('inv_2', 15_000n, '2026-01-19');
    life.invoice('inv_3', 5000n, '2026-01-20');
    expect(life.until('2026-01-30').story()).toEqual(['2026-01-28 one 1.1']);
  });

  it('is not skipped in a sequential ladder: what comes after waits as well', () => {
    const policy = policyWith({
      steps: [step('one', 'notice', 1, 'due', { when: { minimumCount: 2 } }), step('two', 'notice', 2, 'due')],
    });
    expect(debtor({ policy }).until('2026-06-01').story()).toEqual([]);
  });
});
