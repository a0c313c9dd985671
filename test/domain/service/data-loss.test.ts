import { describe, expect, it } from 'vitest';
import { tellingStage, termOutlook, toldOfUpTo, type SubscriptionTerm } from '../../../domain/service/data-loss.ts';
import { monthlyCost } from '../../../domain/partner/running-cost.ts';

const term = (part: Partial<SubscriptionTerm> = {}): SubscriptionTerm => ({
  commerce: 'new',
  actual: 'suspended',
  autoRenew: true,
  endsOn: '2026-06-30',
  suspendedSince: '2026-05-10',
  ...part,
});

describe('what becomes of a subscription by time alone', () => {
  it('suspended at the end of its term it is disabled for 30 and 90 days, and then its data are gone', () => {
    expect(termOutlook(term())).toEqual({
      usersOutOn: '2026-05-10',
      notRestorableFrom: '2026-07-01',
      dataGoneOn: '2026-10-29',
    });
  });

  it('without auto-renew users work 30 days longer than the term, and nothing brings it back meanwhile', () => {
    const ending = { actual: 'active', autoRenew: false, suspendedSince: null } as const;
    expect(termOutlook(term(ending))).toEqual({
      usersOutOn: '2026-07-31',
      notRestorableFrom: '2026-07-01',
      dataGoneOn: '2026-10-29',
    });
    for (const actual of ['expired', 'disabled'] as const)
      expect(termOutlook(term({ actual, suspendedSince: null })).dataGoneOn).toBe('2026-10-29');
  });

  it('a legacy subscription is deleted 90 days after its suspension, whenever its term ends', () => {
    expect(termOutlook(term({ commerce: 'legacy' })).dataGoneOn).toBe('2026-08-08');
  });

  it('nothing is lost of what renews itself, of what has no end, and of what is gone already', () => {
    expect(termOutlook(term({ actual: 'active', suspendedSince: null })).dataGoneOn).toBeNull();
    expect(termOutlook(term({ endsOn: null })).dataGoneOn).toBeNull();
    expect(termOutlook(term({ actual: 'deleted' })).dataGoneOn).toBeNull();
  });

  it('the customer is told 30 and 7 days ahead, and not afterwards', () => {
    const stages = ['2026-09-28', '2026-09-29', '2026-10-21', '2026-10-22', '2026-10-28', '2026-10-29'].map((today) =>
      tellingStage('2026-10-29', today),
    );
    expect(stages).toEqual([null, 30, 30, 7, 7, null]);
  });

  it('what the book is asked for begins on the first day of telling', () => {
    const { endsOn, suspendedSince } = toldOfUpTo('2026-09-29');
    const stage = (part: Partial<SubscriptionTerm>) => tellingStage(termOutlook(term(part)).dataGoneOn, '2026-09-29');
    expect([endsOn, suspendedSince]).toEqual(['2026-06-30', '2026-07-31']);
    expect([stage({ endsOn }), stage({ endsOn: '2026-07-01' })]).toEqual([30, null]);
    const legacy = (since: string) => stage({ commerce: 'legacy', suspendedSince: since });
    expect([legacy(suspendedSince), legacy('2026-08-01')]).toEqual([30, null]);
  });
});

describe('what a subscription costs the partner in a month', () => {
  it('is the sum of its charges, a year’s by a twelfth, and unknown where no charge has a rhythm', () => {
    const charges = [
      { amount: 10_000n, frequency: 'monthly' },
      { amount: 100_000n, frequency: 'annual' },
      { amount: 7n, frequency: 'other' },
    ] as const;
    expect(monthlyCost(charges)).toBe(18_333n);
    expect(monthlyCost([{ amount: 5n, frequency: 'other' }])).toBeNull();
  });
});
