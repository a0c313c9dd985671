import { describe, expect, it } from 'vitest';
import { Applicant } from '../../support/applicant.ts';
import { ImaginedLife } from '../../support/imagined-life.ts';
import { STANDARD } from '../../support/policies.ts';

/** Prepaid 1 000,00 zł; a top-up is asked for below 200,00. */
function trading(): Applicant {
  const life = new Applicant();
  for (const key of STANDARD.onboarding.requires) life.fulfils(key);
  return life;
}

function topUps(life: ImaginedLife): bigint[] {
  return life.account.prepayments.filter((one) => one.purpose === 'topUp').map((one) => one.amount);
}

describe('a low prepaid balance', () => {
  it('asks for a top-up once it is below the limit, up to a month’s budget, by one letter', () => {
    const life = trading();
    life.invoice('inv_1', 80_000n, '2026-02-10');
    expect(topUps(life)).toEqual([]);
    life.invoice('inv_2', 1n, '2026-02-10');
    expect(topUps(life)).toEqual([80_001n]);
    expect(
      life.until('2026-02-01').done.filter(({ effect }) => effect.kind === 'notice' && effect.step === 'top-up'),
    ).toHaveLength(1);
  });

  it('asks only once, however low it gets', () => {
    const life = trading();
    life.invoice('inv_1', 90_000n, '2026-02-10');
    life.invoice('inv_2', 10_000n, '2026-02-10');
    expect(topUps(life)).toEqual([90_000n]);
  });

  it('asks again once it has been at the limit or above in between', () => {
    const life = trading();
    life.invoice('inv_1', 90_000n, '2026-02-10');
    const [, topUp] = life.account.prepayments;
    life.prepays(topUp?.prepayment ?? '', 9999n);
    life.invoice('inv_2', 1n, '2026-02-10');
    expect(topUps(life)).toHaveLength(1);
    life.prepays(topUp?.prepayment ?? '', 2n);
    expect(life.account.prepaid).toBe(20_000n);
    life.invoice('inv_3', 1n, '2026-02-10');
    expect(topUps(life)).toHaveLength(2);
  });

  it('is nobody’s who never prepaid', () => {
    const life = new ImaginedLife('2026-01-05');
    life.invoice('inv_1', 90_000n, '2026-02-10');
    expect(topUps(life)).toEqual([]);
  });

  it('is asked about also when the money was charged back', () => {
    const life = trading();
    life.reverse([...life.account.payments.keys()][0] ?? '');
    expect(topUps(life)).toEqual([100_000n]);
  });

  it('is not asked about when the relationship ends', () => {
    const life = trading();
    life.command({ kind: 'offboarding.request', body: { on: '2026-01-20' } });
    life.invoice('inv_1', 90_000n, '2026-02-10');
    expect(topUps(life)).toEqual([]);
  });
});
