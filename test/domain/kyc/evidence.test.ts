import { describe, expect, it } from 'vitest';
import { usageDeviations } from '../../../domain/kyc/deviations.ts';
import type { EvidenceKind, EvidenceOutcome } from '../../../domain/facts/kyc-facts.ts';
import { reviewDue } from '../../../domain/kyc/review-due.ts';
import { vatNumberOf } from '../../../domain/kyc/vat-number.ts';
import { money } from '../../../domain/money.ts';
import { requirementsOf } from '../../../domain/onboarding/onboarding.ts';
import { Applicant } from '../../support/applicant.ts';
import { policyWith, STANDARD } from '../../support/policies.ts';

const WANTED = policyWith({
  onboarding: {
    ...STANDARD.onboarding,
    evidence: ['registerExtract', 'callBack'],
    creditReportFrom: money(500_000n, 'PLN'),
    documents: ['acceptableUse', 'collections'],
  },
});

const shown = (life: Applicant, kind: EvidenceKind, outcome: EvidenceOutcome = 'passed'): Applicant => {
  const body = { evidence: `evd_${kind}`, kind, outcome, on: life.today, document: null, registeredOn: null };
  life.post({ kind: 'evidence.recorded', effectiveOn: life.today, body });
  return life;
};
const stateOf = (life: Applicant, wanted: string) =>
  requirementsOf(life.account, life.policy).find(({ key }) => key === wanted);

describe('a verification', () => {
  it("is a person's word alone where the policy asks for no evidence", () => {
    expect(stateOf(new Applicant().meets('verification'), 'verification')?.state).toBe('met');
  });

  it('stays open until each kind of evidence that the policy asks for has passed, and the latest counts', () => {
    const life = new Applicant({ policy: WANTED }).meets('verification');
    expect(stateOf(life, 'verification')).toMatchObject({
      state: 'open',
      detail: 'missing: registerExtract, callBack',
    });
    shown(shown(life, 'registerExtract'), 'callBack', 'unclear');
    expect(stateOf(life, 'verification')).toMatchObject({ state: 'open', detail: 'missing: callBack' });
    expect(stateOf(shown(life, 'callBack'), 'verification')).toMatchObject({ state: 'met' });
    expect(stateOf(shown(life, 'registerExtract', 'failed'), 'verification')?.state).toBe('open');
  });

  it('is not met by evidence without a person, nor saved by it from a refusal', () => {
    const life = shown(shown(new Applicant({ policy: WANTED }), 'registerExtract'), 'callBack');
    expect(stateOf(life, 'verification')?.state).toBe('open');
    expect(stateOf(life.meets('verification', 'refused'), 'verification')?.state).toBe('refused');
  });

  it('wants a credit report of whoever is trusted with as much as the policy says', () => {
    const trusted = (minor: string) =>
      new Applicant({ policy: WANTED, traits: { creditLimit: { minor, currency: 'PLN' } } }).meets('verification');
    expect(stateOf(trusted('499999'), 'verification')?.detail).not.toContain('creditReport');
    expect(stateOf(trusted('500000'), 'verification')?.detail).toContain('creditReport');
  });
});

describe('an agreement', () => {
  it('stays open until the documents that the policy names are accepted', () => {
    const life = new Applicant({ policy: WANTED }).meets('agreement');
    expect(stateOf(life, 'agreement')?.detail).toBe('missing: acceptableUse, collections');
    for (const document of ['acceptableUse', 'collections'] as const)
      life.post({
        kind: 'document.accepted',
        effectiveOn: life.today,
        body: { document, version: '2026-01', on: life.today, digest: null },
      });
    expect(stateOf(life, 'agreement')?.state).toBe('met');
    expect(life.account.known.documents.get('acceptableUse')).toEqual({ version: '2026-01', on: '2026-01-05' });
  });
});

describe('the next review', () => {
  it('is a year after registration, verification or the last review, and at once when something was not as agreed', () => {
    const life = new Applicant();
    expect(reviewDue(life.account, STANDARD, null)).toEqual({ on: '2027-01-05', because: 'yearly' });
    expect(reviewDue(life.account, STANDARD, '2026-03-02')).toEqual({ on: '2026-03-02', because: 'deviation' });
    expect(reviewDue(life.account, policyWith({ review: { everyDays: 90, remindAfterDays: 7 } }), null).on).toBe(
      '2026-04-05',
    );
    life.post({ kind: 'review.recorded', effectiveOn: '2026-05-04', body: { outcome: 'confirmed' } });
    expect(reviewDue(life.account, STANDARD, null).on).toBe('2027-05-04');
  });
});

describe('what was not as agreed', () => {
  const line = (region: string, service: string, cost: bigint) => ({ region, service, kind: 'all', cost, night: null });
  const month = [
    { day: '2026-03-01', knownAt: 1, lines: [line('westeurope', 'Compute', 4_000n)] },
    { day: '2026-03-02', knownAt: 2, lines: [line('eastus', 'compute', 4_000n), line('unknown', 'Storage', 3_000n)] },
    { day: '2026-03-03', knownAt: 3, lines: [line('eastus', 'Storage', 0n), line('mars', 'Rockets', 0n)] },
  ];
  const nothing = { services: [], regions: [], monthlySpend: null, monthlyBudget: null };

  it('is nothing where nothing was said, and a region, a service, a sum or the budget where it was, each once and on its day', () => {
    expect(usageDeviations(month, nothing)).toEqual([]);
    const expected = { services: ['Compute'], regions: ['WestEurope'], monthlySpend: 5_000n, monthlyBudget: 10_000n };
    expect(usageDeviations(month, expected)).toEqual([
      { kind: 'region', occurrence: 'region/eastus', subject: 'eastus', on: '2026-03-02' },
      { kind: 'service', occurrence: 'service/Storage', subject: 'Storage', on: '2026-03-02' },
      { kind: 'spend', occurrence: 'spend/2026-03', subject: '2026-03', on: '2026-03-02' },
      { kind: 'budget', occurrence: 'budget/2026-03', subject: '2026-03', on: '2026-03-02' },
    ]);
  });
});

describe('a VAT number', () => {
  it.each([
    ['PL 526-000-12-46', 'PL', { country: 'PL', number: '5260001246' }],
    ['5260001246', 'PL', { country: 'PL', number: '5260001246' }],
    ['GR123456789', 'GR', { country: 'EL', number: '123456789' }],
    ['DE123456789', 'PL', { country: 'DE', number: '123456789' }],
    ['12-3456789', 'US', null],
    ['', 'PL', null],
  ])('written %s in %s is %o for the register', (taxId, country, expected) => {
    expect(vatNumberOf(taxId, country)).toEqual(expected);
  });
});
