import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requirementsOf } from '../../../domain/onboarding/onboarding.ts';
import { money } from '../../../domain/money.ts';
import type { RequirementKey } from '../../../domain/facts/onboarding-facts.ts';
import { Applicant } from '../../support/applicant.ts';
import { ImaginedLife } from '../../support/imagined-life.ts';
import { policyWith, STANDARD } from '../../support/policies.ts';

const ALL = STANDARD.onboarding.requires;

function states(life: ImaginedLife): Record<string, string> {
  return Object.fromEntries(requirementsOf(life.account, life.policy).map(({ key, state }) => [key, state]));
}

describe('onboarding', () => {
  it('is `applied` until the agreement, `verifying` while more than the prepayment is open, then `awaitingPrepayment`', () => {
    const life = new Applicant();
    expect(life.phase).toBe('applied');
    expect(life.fulfils('agreement').phase).toBe('verifying');
    expect(life.fulfils('verification').phase).toBe('verifying');
    expect(life.fulfils('budget').phase).toBe('verifying');
    expect(life.fulfils('paymentInstrument').phase).toBe('awaitingPrepayment');
    expect(life.fulfils('prepayment').phase).toBe('active');
    expect(life.told('onboarding.completed')).toHaveLength(1);
  });

  it('can be met in any order, and the phase follows from what is open', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...ALL], { minLength: 0 }), (met) => {
        const life = new Applicant();
        for (const key of met) life.fulfils(key);
        const open = ALL.filter((key: RequirementKey) => !met.includes(key));
        const expected =
          open.length === 0
            ? 'active'
            : open.includes('agreement')
              ? 'applied'
              : open.length === 1 && open[0] === 'prepayment'
                ? 'awaitingPrepayment'
                : 'verifying';
        expect(life.phase).toBe(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('asks only for what the policy names', () => {
    const onboarding = { ...STANDARD.onboarding, requires: ['agreement'] as const };
    expect(new Applicant({ policy: policyWith({ onboarding }) }).fulfils('agreement').phase).toBe('active');
  });

  it('of an imported customer who already trades is behind him', () => {
    expect(new ImaginedLife('2026-01-05').look().phase).toBe('active');
  });

  it('takes no order before it is complete', () => {
    const life = new Applicant();
    const order = { subscription: 'sub_1', offer: 'offer', quantity: 1 };
    for (const key of ALL) {
      expect(life.command({ kind: 'subscription.order', body: order })).toBe('wrong_phase');
      life.fulfils(key);
    }
    expect(life.command({ kind: 'subscription.order', body: order })).toBe('applied');
  });

  it('runs no ladder: what is overdue waits until he trades', () => {
    const life = new Applicant();
    life.invoice('inv_1', 100_000n, '2026-01-12');
    expect(life.until('2026-02-01').story()).toEqual([]);
    expect(life.told('case.opened')).toEqual([]);
  });

  it('is behind him for good: what is asked for later, or charged back, does not undo it', () => {
    const life = new Applicant();
    for (const key of ALL) life.fulfils(key);
    life.activate(
      policyWith({ version: 2, onboarding: { ...STANDARD.onboarding, prepayment: { months: 9 } } }),
      'migrate',
    );
    expect(life.phase).toBe('active');
    life.reverse([...life.account.payments.keys()][0] ?? '');
    expect(life.phase).toBe('active');
  });
});

describe('the prepayment', () => {
  it('is met only by settled money, of one month’s budget under the standard policy', () => {
    const life = new Applicant()
      .fulfils('agreement')
      .fulfils('verification')
      .fulfils('budget')
      .fulfils('paymentInstrument');
    life.isAskedFor('prp_1', 100_000n);
    expect(life.phase).toBe('awaitingPrepayment');
    expect(life.prepays('prp_1', 99_999n).phase).toBe('awaitingPrepayment');
    expect(life.prepays('prp_1', 1n).phase).toBe('active');
    expect(life.account.prepaid).toBe(100_000n);
  });

  it('under the least amount is taken, and does not meet the requirement', () => {
    const life = new Applicant()
      .fulfils('agreement')
      .fulfils('verification')
      .fulfils('budget')
      .fulfils('paymentInstrument');
    life.isAskedFor('prp_1', 30_000n);
    expect(life.prepays('prp_1', 30_000n).phase).toBe('awaitingPrepayment');
    expect(life.account.prepaid).toBe(30_000n);
    life.isAskedFor('prp_2', 70_000n);
    expect(life.prepays('prp_2', 70_000n).phase).toBe('active');
  });

  it('may be a fixed sum', () => {
    const onboarding = { ...STANDARD.onboarding, prepayment: { amount: money(5000n, 'PLN') } };
    const life = new Applicant({ policy: policyWith({ onboarding }) });
    life.fulfils('agreement').fulfils('verification').fulfils('paymentInstrument').fulfils('budget');
    life.isAskedFor('prp_1', 5000n);
    expect(life.prepays('prp_1', 5000n).phase).toBe('active');
  });

  it('waits for the budget where it rests on one', () => {
    const life = new Applicant().fulfils('prepayment');
    expect(states(life)).toMatchObject({ budget: 'open', prepayment: 'open' });
    expect(states(life.fulfils('budget'))).toMatchObject({ budget: 'met', prepayment: 'met' });
  });

  it('is asked for by one letter a request, at any hour', () => {
    const life = new Applicant();
    life.until('2026-01-10', '23:30');
    life.isAskedFor('prp_1', 100_000n);
    life.until('2026-01-20');
    expect(life.story()).toEqual(['2026-01-10 request prp_1']);
    expect(life.done[0]?.effect).toMatchObject({
      noticeKind: 'prepayment',
      says: { amount: { minor: '100000' }, prepayment: 'prp_1' },
    });
  });

  it('charged back before the end of onboarding is open again', () => {
    const life = new Applicant().fulfils('agreement').fulfils('budget').fulfils('prepayment');
    expect(states(life).prepayment).toBe('met');
    life.reverse([...life.account.payments.keys()][0] ?? '');
    expect(states(life).prepayment).toBe('open');
    expect(life.account.prepaid).toBe(0n);
  });

  it('paid in excess leaves the rest unapplied', () => {
    const life = new Applicant().fulfils('budget');
    life.isAskedFor('prp_1', 100_000n);
    life.prepays('prp_1', 130_000n);
    expect(life.account).toMatchObject({ prepaid: 100_000n, unapplied: 30_000n });
  });
});

describe('a payment instrument', () => {
  it('with prepaid funding is refused, and another one may be brought', () => {
    const life = new Applicant().brings('prepaid', 'refused');
    expect(states(life).paymentInstrument).toBe('refused');
    expect(life.phase).toBe('applied');
    expect(states(life.brings('credit', 'accepted')).paymentInstrument).toBe('met');
  });

  it('of unknown funding waits for a person', () => {
    expect(states(new Applicant().brings('unknown', 'review')).paymentInstrument).toBe('open');
  });
});

describe('a refusal', () => {
  it('of the verification refuses the customer, whatever else is met', () => {
    const life = new Applicant().fulfils('agreement').fulfils('budget').meets('verification', 'refused');
    expect(life.phase).toBe('refused');
    expect(life.isAskedFor('prp_1', 1n)).toBe('wrong_phase');
    expect(life.fulfils('paymentInstrument').phase).toBe('refused');
  });

  it('follows when the time is out, at the end of the last day', () => {
    const life = new Applicant().fulfils('agreement');
    expect(life.until('2026-02-04', '23:59').phase).toBe('verifying');
    expect(life.until('2026-02-05', '00:00').phase).toBe('refused');
    expect(life.told('onboarding.timedOut')).toMatchObject([{ effectiveOn: '2026-02-05' }]);
  });

  it('sends nothing more, and takes late money as unapplied', () => {
    const life = new Applicant()
      .fulfils('agreement')
      .fulfils('budget')
      .fulfils('verification')
      .fulfils('paymentInstrument');
    life.isAskedFor('prp_1', 100_000n);
    life.until('2026-03-01');
    expect(life.prepays('prp_1', 100_000n).phase).toBe('refused');
    expect(life.account).toMatchObject({ prepaid: 0n, unapplied: 100_000n });
  });

  it('can be undone by a person: the clock starts again, what was refused is open, what was met stays met', () => {
    const life = new Applicant().fulfils('agreement').meets('verification', 'refused');
    expect(life.command({ kind: 'onboarding.reopen', body: {} })).toBe('applied');
    expect(states(life)).toMatchObject({ agreement: 'met', verification: 'open' });
    life.until('2026-02-01');
    expect(life.phase).toBe('verifying');
    const late = new Applicant().until('2026-03-01');
    late.command({ kind: 'onboarding.reopen', body: {} });
    expect(late.until('2026-03-31', '23:59').look().phase).toBe('applied');
    expect(late.until('2026-04-01', '00:00').look().phase).toBe('refused');
  });

  it('can be undone only while it stands', () => {
    expect(new Applicant().command({ kind: 'onboarding.reopen', body: {} })).toBe('wrong_phase');
  });
});
