import { describe, expect, it } from 'vitest';
import { standing } from '../../../domain/receivables/standing.ts';
import { debtor } from '../../support/debtor.ts';
import type { ImaginedLife } from '../../support/imagined-life.ts';

function on(life: ImaginedLife, today: string) {
  const { open, overdue, disputed, promised, collectible, collectibleCount, anchor, nextDue } = standing(
    life.account,
    today,
    2,
  );
  return { open, overdue, disputed, promised, collectible, collectibleCount, anchor, nextDue };
}

describe('what a customer owes', () => {
  it('is overdue from the day after the due day', () => {
    const life = debtor();
    expect(on(life, '2026-01-16')).toMatchObject({ open: 100_000n, overdue: 0n, anchor: null, nextDue: '2026-01-16' });
    expect(on(life, '2026-01-17')).toMatchObject({ overdue: 100_000n, anchor: '2026-01-16', nextDue: null });
  });

  it('is disputed first, promised then, and collectible for the rest, oldest first', () => {
    const life = debtor();
    life.invoice('inv_2', 50_000n, '2026-01-20');
    life.invoice('inv_3', 30_000n, '2026-02-20');
    life.until('2026-01-22');
    life.dispute('dsp_1', 'inv_1', 60_000n);
    life.promise('prm_1', 50_000n, '2026-01-30');
    expect(on(life, '2026-01-22')).toEqual({
      open: 180_000n,
      overdue: 150_000n,
      disputed: 60_000n,
      promised: 50_000n,
      collectible: 40_000n,
      collectibleCount: 1,
      anchor: '2026-01-20',
      nextDue: '2026-02-20',
    });
  });

  it('is promised only for as long as the promise and its tolerance last', () => {
    const life = debtor().until('2026-01-18');
    life.promise('prm_1', 100_000n, '2026-01-26');
    expect(on(life, '2026-01-28').collectible).toBe(0n);
    expect(on(life, '2026-01-29').collectible).toBe(100_000n);
  });

  it('is net of payments, credits and what was written off', () => {
    const life = debtor({ amount: [60_000n, 40_000n] });
    life.pay('pay_1', 10_000n);
    life.credit('inv_1', 45_000n);
    expect(on(life, '2026-01-17')).toMatchObject({ open: 45_000n, overdue: 45_000n });
    life.writeOff('inv_1');
    expect(on(life, '2026-01-17')).toMatchObject({ open: 0n, overdue: 0n, anchor: null });
  });

  it('counts invoices, and not the ones of which nothing is collectible', () => {
    const life = debtor({ amount: [10_000n, 10_000n] });
    life.invoice('inv_2', 10_000n, '2026-01-20');
    life.invoice('inv_3', 10_000n, '2026-01-21');
    life.until('2026-01-22');
    life.dispute('dsp_1', 'inv_3', 10_000n);
    expect(on(life, '2026-02-20')).toMatchObject({ collectibleCount: 2, collectible: 30_000n });
  });
});
