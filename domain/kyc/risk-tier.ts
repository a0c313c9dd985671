import type { Account } from '../account/account.ts';
import type { RiskTier } from '../policy/tier-terms.ts';
import { type Circumstance, circumstancesOf } from './circumstances.ts';

/**
 * How much each circumstance weighs. Microsoft names the circumstances and gives no numbers: one heavy sign alone is `medium`,
 * two are `high`, and what every new customer is (not yet verified, known by a card) stays `medium` at most by itself.
 */
export const WEIGHTS: Readonly<Record<Circumstance, number>> = Object.freeze({
  identityUnverified: 1,
  cardNotPresentOnly: 1,
  usedBeforeFirstPayment: 1,
  newCompany: 1,
  thirdPartyPayer: 1,
  sharedAddress: 1,
  highFraudRegion: 2,
  highRiskInstrument: 2,
  sharedCard: 2,
  sharedDevice: 2,
  sharedBankAccount: 2,
  automatedSignUp: 2,
  reviewConcern: 2,
  sanctionsHit: 5,
});

const MEDIUM_FROM = 2;
const HIGH_FROM = 5;

export interface RiskGrade {
  readonly tier: RiskTier;
  /** Why: every circumstance that holds, the heaviest first. */
  readonly reasons: readonly Circumstance[];
}

/** The customer's tier as of the latest fact, with its reasons. Pure: the same facts give the same tier. */
export function riskGrade(account: Account): RiskGrade {
  const reasons = circumstancesOf(account).toSorted((left, right) => WEIGHTS[right] - WEIGHTS[left]);
  const weight = reasons.reduce((sum, reason) => sum + WEIGHTS[reason], 0);
  return { tier: weight >= HIGH_FROM ? 'high' : weight >= MEDIUM_FROM ? 'medium' : 'low', reasons };
}
