import type { RequirementKey } from '../../domain/facts/onboarding-facts.ts';
import { ImaginedLife, type LifeOptions } from './imagined-life.ts';

/** A customer on the way in: registered on Monday, 5 January 2026, with nothing met yet and nothing ordered. */
export class Applicant extends ImaginedLife {
  constructor(options: LifeOptions = {}) {
    super('2026-01-05', { ...options, subscriptions: 0, traits: { onboarding: 'standard', ...options.traits } });
  }

  get phase(): string {
    return this.look().phase;
  }

  meets(key: 'agreement' | 'verification' | 'budget', state: 'met' | 'refused' = 'met'): this {
    const monthlyBudget = key === 'budget' ? this.zloty(100_000n) : null;
    this.post({ kind: 'requirement.recorded', effectiveOn: this.today, body: { key, state, monthlyBudget } });
    return this;
  }

  brings(funding: 'credit' | 'prepaid' | 'unknown', state: 'accepted' | 'refused' | 'review'): this {
    const instrument = this.newId('ins');
    const body = { instrument, funding, state, gatewayPaymentMethod: `pm_${instrument}` };
    this.post({ kind: 'instrument.recorded', effectiveOn: this.today, body });
    return this;
  }

  isAskedFor(prepayment: string, amount: bigint): string {
    return this.command({ kind: 'prepayment.request', body: { prepayment, amount: this.zloty(amount) } });
  }

  prepays(prepayment: string, amount: bigint): this {
    this.pay(this.newId('pay'), amount, null, prepayment);
    return this;
  }

  /** Meets one requirement in the plainest way; the prepayment is of one month's budget. */
  fulfils(key: RequirementKey): this {
    if (key === 'paymentInstrument') return this.brings('credit', 'accepted');
    if (key !== 'prepayment') return this.meets(key);
    this.isAskedFor('prp_1', 100_000n);
    return this.prepays('prp_1', 100_000n);
  }
}
