import { describe, expect, it } from 'vitest';
import { debtor } from '../../support/debtor.ts';
import type { ImaginedLife } from '../../support/imagined-life.ts';

function outcomes(life: ImaginedLife): string[] {
  return life.told('promise.ended').map(({ effectiveOn, body }) => `${effectiveOn} ${body.promise} ${body.outcome}`);
}

describe('a promise to pay', () => {
  it('holds the case while it runs, with the policy’s tolerance', () => {
    const life = debtor().until('2026-01-18');
    life.promise('prm_1', 100_000n, '2026-01-26');
    expect(life.look().nonEvents).toEqual([{ what: 'case', because: 'promised', detail: { case: '1' } }]);
    // Two days of tolerance: 27 and 28 January.
    expect(life.until('2026-01-30').story('2026-01-18')).toEqual(['2026-01-29 reminder-1 1.1']);
    expect(outcomes(life)).toEqual(['2026-01-29 prm_1 broken']);
  });

  it('is kept as soon as the money is there, also on the last day of the tolerance', () => {
    const life = debtor().until('2026-01-18');
    life.promise('prm_1', 60_000n, '2026-01-26');
    life.until('2026-01-28', '23:00');
    life.pay('pay_1', 60_000n);
    expect(outcomes(life)).toEqual(['2026-01-28 prm_1 kept']);
  });

  it('is partly kept when something came', () => {
    const life = debtor().until('2026-01-18');
    life.promise('prm_1', 60_000n, '2026-01-26');
    life.pay('pay_1', 1n);
    life.until('2026-01-29');
    expect(outcomes(life)).toEqual(['2026-01-29 prm_1 partlyKept']);
  });

  it('counts no money that came before it, and none that was taken back', () => {
    const life = debtor().until('2026-01-18');
    life.pay('pay_1', 50_000n);
    life.promise('prm_1', 50_000n, '2026-01-26');
    life.pay('pay_2', 20_000n);
    life.reverse('pay_2');
    life.until('2026-01-29');
    expect(outcomes(life)).toEqual(['2026-01-29 prm_1 broken']);
  });

  it('shrinks by what is paid on it: the rest of the debt is not shielded for longer', () => {
    const life = debtor().until('2026-01-18');
    life.promise('prm_1', 60_000n, '2026-02-10');
    life.pay('pay_1', 50_000n);
    life.until('2026-01-20');
    // 500,00 are open, of which 100,00 are still promised.
    expect(life.done.at(-1)?.effect).toMatchObject({ step: 'reminder-1', says: { amount: { minor: '40000' } } });
  });

  it('broken sets the case going where it stood', () => {
    const life = debtor().until('2026-02-03');
    life.promise('prm_1', 100_000n, '2026-02-16');
    expect(life.until('2026-03-01').story('2026-02-03')).toEqual(['2026-02-19 stop sub_1']);
  });

  it('is for today at the earliest, within the policy’s days, above zero and about what is owed', () => {
    const life = debtor().until('2026-01-18');
    expect(life.promise('prm_1', 1000n, '2026-01-17')).toBe('day_has_passed');
    expect(life.promise('prm_1', 1000n, '2026-02-18')).toBe('promise_too_late');
    expect(life.promise('prm_1', 0n, '2026-01-20')).toBe('exceeds_open_amount');
    expect(life.promise('prm_1', 100_001n, '2026-01-20')).toBe('exceeds_open_amount');
    expect(life.promise('prm_1', 1000n, '2026-02-17')).toBe('applied');
    expect(life.promise('prm_1', 1000n, '2026-02-17')).toBe('conflict');
  });
});

describe('a payment plan', () => {
  const plan = (life: ImaginedLife, amounts: readonly bigint[]): string =>
    life.command({
      kind: 'plan.agree',
      body: {
        plan: 'pln_1',
        instalments: amounts.map((amount, index) => ({
          promise: `prm_${index + 1}`,
          amount: life.zloty(amount),
          dueOn: ['2026-01-30', '2026-02-27', '2026-03-31'][index] ?? '2026-04-30',
        })),
      },
    });

  it('is several promises at once, and may reach further than one promise', () => {
    const life = debtor().until('2026-01-18');
    expect(plan(life, [30_000n, 30_000n, 40_000n])).toBe('applied');
    life.until('2026-01-29');
    life.pay('pay_1', 30_000n);
    life.until('2026-02-20');
    life.pay('pay_2', 10_000n);
    life.until('2026-03-02');
    expect(outcomes(life)).toEqual(['2026-01-29 prm_1 kept', '2026-03-02 prm_2 partlyKept']);
    // What was promised for February and did not come, 200,00, is collectible again; March is still promised.
    life.until('2026-03-03');
    expect(life.done.at(-1)?.effect).toMatchObject({ step: 'reminder-1', says: { amount: { minor: '20000' } } });
  });

  it('counts money once, for the instalment that is due first', () => {
    const life = debtor().until('2026-01-18');
    plan(life, [30_000n, 30_000n, 40_000n]);
    life.pay('pay_1', 45_000n);
    life.until('2026-03-02');
    expect(outcomes(life)).toEqual(['2026-01-18 prm_1 kept', '2026-03-02 prm_2 partlyKept']);
  });

  it('is refused as a whole when it is about more than is owed', () => {
    const life = debtor().until('2026-01-18');
    expect(plan(life, [60_000n, 40_001n])).toBe('exceeds_open_amount');
    expect(life.account.promises).toEqual([]);
  });
});
