import { describe, expect, it } from 'vitest';
import { debtor } from '../../support/debtor.ts';
import { ImaginedLife } from '../../support/imagined-life.ts';

describe('a dispute', () => {
  it('takes its part out of dunning, and the rest goes on', () => {
    const life = debtor().until('2026-01-18');
    expect(life.dispute('dsp_1', 'inv_1', 40_000n)).toBe('applied');
    life.until('2026-01-20');
    expect(life.done.at(-1)?.effect).toMatchObject({ step: 'reminder-1', says: { amount: { minor: '60000' } } });
  });

  it('over all that is overdue holds the case, which keeps its position', () => {
    const life = debtor().until('2026-02-05');
    life.dispute('dsp_1', 'inv_1', 100_000n);
    expect(life.until('2026-03-01').look()).toMatchObject({
      phase: 'dunning',
      nonEvents: [{ what: 'case', because: 'disputed', detail: { case: '1' } }],
    });
    expect(life.account.dunning.position.map((done) => done.step)).toEqual(['reminder-1', 'reminder-2', 'warning']);
    life.resolve('dsp_1', 'rejected');
    expect(life.until('2026-03-03').story('2026-02-05')).toEqual(['2026-03-02 stop sub_1']);
  });

  it('is never a ground to suspend, not even for what else is overdue, without a fresh warning for that', () => {
    const life = debtor();
    life.invoice('inv_2', 100_000n, '2026-02-03');
    life.until('2026-02-05');
    life.dispute('dsp_1', 'inv_1', 100_000n);
    expect(life.until('2026-02-12').story('2026-02-05')).toEqual(['2026-02-06 reminder-1 1.2']);
  });

  it('accepted becomes a credit note, and what is left is dunned', () => {
    const life = debtor().until('2026-01-18');
    life.dispute('dsp_1', 'inv_1', 40_000n);
    life.credit('inv_1', 40_000n, 'dispute');
    life.resolve('dsp_1', 'accepted');
    expect(life.look()).toMatchObject({ phase: 'dunning' });
    life.pay('pay_1', 60_000n);
    expect(life.look()).toMatchObject({ phase: 'active' });
  });

  it('is about what is open and not disputed yet', () => {
    const life = debtor().until('2026-01-18');
    expect(life.dispute('dsp_0', 'inv_1', 0n)).toBe('exceeds_open_amount');
    expect(life.dispute('dsp_1', 'inv_1', 100_001n)).toBe('exceeds_open_amount');
    expect(life.dispute('dsp_2', 'inv_1', 70_000n)).toBe('applied');
    expect(life.dispute('dsp_3', 'inv_1', 30_001n)).toBe('exceeds_open_amount');
    expect(life.dispute('dsp_4', 'inv_x', 1n)).toBe('not_found');
  });

  it('of an invoice with instalments is about the oldest first, each once', () => {
    const life = debtor({ amount: [30_000n, 30_000n, 40_000n] }).until('2026-01-18');
    life.dispute('dsp_1', 'inv_1', 35_000n);
    expect(life.look().nonEvents).toMatchObject([{ what: 'case', because: 'disputed' }]);
    expect(life.until('2026-02-17').look()).toMatchObject({ phase: 'dunning' });
    life.until('2026-02-20');
    expect(life.done.at(-1)?.effect).toMatchObject({ step: 'reminder-1', says: { amount: { minor: '25000' } } });
  });

  it('of a debt that is paid all the same is about nothing any more', () => {
    const life = debtor().until('2026-01-18');
    life.dispute('dsp_1', 'inv_1', 100_000n);
    life.pay('pay_1', 100_000n);
    expect(life.look()).toMatchObject({ phase: 'active', nonEvents: [] });
  });
});

describe('a dispute together with a promise', () => {
  it('counts first; the promise is for what is left, and nothing is counted twice', () => {
    const life = new ImaginedLife('2026-01-02');
    life.invoice('inv_1', 100_000n, '2026-01-16');
    life.until('2026-01-18');
    life.dispute('dsp_1', 'inv_1', 70_000n);
    expect(life.promise('prm_1', 30_001n, '2026-01-30')).toBe('exceeds_open_amount');
    expect(life.promise('prm_1', 30_000n, '2026-01-30')).toBe('applied');
    expect(life.look().nonEvents).toMatchObject([{ what: 'case', because: 'disputed' }]);
    expect(life.until('2026-01-31').story('2026-01-18')).toEqual([]);
  });
});
