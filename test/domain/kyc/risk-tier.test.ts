import { describe, expect, it } from 'vitest';
import type { NotedCircumstance } from '../../../domain/facts/kyc-facts.ts';
import { isHighFraudRegion } from '../../../domain/kyc/high-fraud-regions.ts';
import { riskGrade } from '../../../domain/kyc/risk-tier.ts';
import { DEFAULT_TERMS } from '../../../domain/policy/tier-terms.ts';
import { leastPrepayment, requirementsOf } from '../../../domain/onboarding/onboarding.ts';
import { Applicant } from '../../support/applicant.ts';
import { ImaginedLife } from '../../support/imagined-life.ts';
import { policyWith, STANDARD } from '../../support/policies.ts';

const TIERED = policyWith({ risk: DEFAULT_TERMS });

const noted = <L extends ImaginedLife>(life: L, ...circumstances: readonly NotedCircumstance[]): L => {
  for (const circumstance of circumstances)
    life.post({ kind: 'circumstance.noted', effectiveOn: life.today, body: { circumstance, key: circumstance } });
  return life;
};
const extract = (life: ImaginedLife, registeredOn: string, outcome: 'passed' | 'failed' = 'passed') =>
  life.post({
    kind: 'evidence.recorded',
    effectiveOn: life.today,
    body: { evidence: 'evd_1', kind: 'registerExtract', outcome, on: life.today, document: null, registeredOn },
  });

describe('the risk tier', () => {
  it('is low for a verified customer, and says why it is not', () => {
    expect(riskGrade(new Applicant().fulfils('verification').account)).toEqual({ tier: 'low', reasons: [] });
    expect(riskGrade(new Applicant().account)).toEqual({ tier: 'low', reasons: ['identityUnverified'] });
    const withCard = new Applicant().fulfils('paymentInstrument');
    expect(riskGrade(withCard.account)).toEqual({
      tier: 'medium',
      reasons: ['identityUnverified', 'cardNotPresentOnly'],
    });
  });

  it('rises with a prepaid card that was tried, also when another was accepted', () => {
    const life = new Applicant().fulfils('verification').brings('prepaid', 'refused').brings('credit', 'accepted');
    expect(riskGrade(life.account)).toEqual({ tier: 'medium', reasons: ['highRiskInstrument', 'cardNotPresentOnly'] });
    expect(riskGrade(noted(life, 'sharedCard').account).tier).toBe('high');
  });

  it('rises with a failed check although a person had said that all was well', () => {
    const life = new Applicant().fulfils('verification');
    extract(life, '2010-01-01', 'failed');
    expect(riskGrade(life.account).reasons).toEqual(['identityUnverified']);
  });

  it('rises for a company of less than a year, for a listed country on its days, and for service before the first payment', () => {
    const young = new Applicant().fulfils('verification');
    extract(young, '2025-06-01');
    expect(riskGrade(young.account).reasons).toEqual(['newCompany']);
    const old = new Applicant().fulfils('verification');
    extract(old, '2024-06-01');
    expect(riskGrade(old.account).reasons).toEqual([]);
    expect(riskGrade(new Applicant({ traits: { country: 'VN' } }).account).reasons).toContain('highFraudRegion');
    expect([isHighFraudRegion('ZA', '2025-10-24'), isHighFraudRegion('ZA', '2025-10-25')]).toEqual([true, false]);
    const serving = new ImaginedLife('2026-01-05');
    expect(riskGrade(serving.account).reasons).toContain('usedBeforeFirstPayment');
    serving.pay('pay_1', 10_000n);
    expect(riskGrade(serving.account).reasons).not.toContain('usedBeforeFirstPayment');
  });

  it('falls when a person has cleared what was noted', () => {
    const life = noted(new Applicant().fulfils('verification'), 'sanctionsHit');
    expect(riskGrade(life.account)).toEqual({ tier: 'high', reasons: ['sanctionsHit'] });
    life.post({ kind: 'circumstance.cleared', effectiveOn: life.today, body: { circumstance: 'sanctionsHit' } });
    expect(riskGrade(life.account).tier).toBe('low');
  });
});

describe('what a high tier asks for', () => {
  const risky = () =>
    noted(new Applicant({ policy: TIERED }).fulfils('verification').fulfils('budget'), 'sanctionsHit');

  it('is twice the prepayment; a policy from before there were tiers asks for nothing', () => {
    expect(leastPrepayment(risky().account, TIERED)).toBe(200_000n);
    expect(leastPrepayment(risky().account, STANDARD)).toBe(100_000n);
    const customer = risky().fulfils('agreement').fulfils('paymentInstrument').fulfils('prepayment');
    expect(customer.phase).toBe('awaitingPrepayment');
    customer.isAskedFor('prp_2', 100_000n);
    expect(customer.prepays('prp_2', 100_000n).phase).toBe('active');
  });

  it('is a budget and a prepayment also where the policy names neither', () => {
    const onboarding = { ...STANDARD.onboarding, requires: ['agreement'] as const };
    const policy = policyWith({ onboarding, risk: DEFAULT_TERMS });
    const life = noted(new Applicant({ policy }), 'sanctionsHit');
    expect(requirementsOf(life.account, policy).map(({ key }) => key)).toEqual(['agreement', 'budget', 'prepayment']);
  });

  const ordering = (life: ImaginedLife): ImaginedLife => {
    const order = { subscription: 'sub_9', offer: 'offer', quantity: 1, approval: 'apr_9' };
    life.command({ kind: 'subscription.order', body: order });
    return life;
  };
  const risky9 = () => ordering(noted(new ImaginedLife('2026-01-05', { policy: TIERED }), 'sanctionsHit'));
  const orders = (life: ImaginedLife) => life.done.filter(({ effect }) => effect.kind === 'order');
  const decide = (life: ImaginedLife, decision: 'approve' | 'refuse') =>
    life.command({ kind: 'approval.decide', body: { approval: 'apr_9', decision } });

  it("is a second person's consent to each order, before which nothing is ordered", () => {
    const life = risky9();
    expect(orders(life)).toEqual([]);
    const waiting = { what: 'order', because: 'awaitingApproval', detail: { subscription: 'sub_9' } };
    expect(life.look().nonEvents).toContainEqual(waiting);
    expect(life.account.approvals).toEqual([{ approval: 'apr_9', key: 'order/sub_9', state: 'open' }]);
    decide(life, 'approve');
    expect(orders(life)).toHaveLength(1);
  });

  it('ends an order that the second person refuses', () => {
    const life = risky9();
    decide(life, 'refuse');
    expect(orders(life)).toEqual([]);
    expect(life.account.subscriptions.get('sub_9')?.ended).toBe(true);
  });

  it("is a second person's consent to more seats, and to each wish for them anew", () => {
    const life = noted(new ImaginedLife('2026-01-05', { policy: TIERED }), 'sanctionsHit');
    const wish = (quantity: number, approval: string) =>
      life.command({ kind: 'subscription.setQuantity', body: { subscription: 'sub_1', quantity, approval } });
    const asked = () => life.done.flatMap(({ effect }) => (effect.kind === 'quantity' ? [effect.quantity] : []));
    expect([wish(5, 'apr_9'), wish(6, 'apr_10')]).toEqual(['applied', 'conflict']);
    const waiting = { what: 'quantity', because: 'awaitingApproval', detail: { subscription: 'sub_1' } };
    expect(life.look().nonEvents).toContainEqual(waiting);
    decide(life, 'refuse');
    expect(life.account.subscriptions.get('sub_1')?.quantityWanted).toBeNull();
    expect([wish(6, 'apr_11'), asked()]).toEqual(['applied', []]);
    life.command({ kind: 'approval.decide', body: { approval: 'apr_11', decision: 'approve' } });
    expect([asked(), wish(4, 'apr_12'), asked()]).toEqual([[6], 'applied', [6, 4]]);
    expect(life.account.approvals.map(({ key }) => key)).toEqual(['seats/sub_1/1', 'seats/sub_1/2']);
  });

  it('is not asked of a lower tier: its order goes out at once', () => {
    expect(orders(ordering(new ImaginedLife('2026-01-05', { policy: TIERED })))).toHaveLength(1);
  });
});
