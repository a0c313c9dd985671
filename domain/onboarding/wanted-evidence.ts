import type { Account } from '../account/account.ts';
import { minor } from '../account/mutable-account.ts';
import { missingEvidence } from '../kyc/evidence.ts';
import { EVIDENCE_KINDS, type EvidenceKind } from '../facts/kyc-facts.ts';
import { tierTerms } from '../kyc/tier-terms.ts';
import type { Policy } from '../policy/policy.ts';

/**
 * The evidence that this customer's verification wants: the policy's, that of his risk tier, and a credit report where he is
 * trusted with more than the policy's sum. By default none: then a person's word is enough.
 */
export function wantedEvidence(account: Account, policy: Policy): readonly EvidenceKind[] {
  const { evidence = [], creditReportFrom = null } = policy.onboarding;
  const { creditLimit } = account.traits;
  const trusted = creditReportFrom !== null && creditLimit !== null && minor(creditLimit) >= creditReportFrom.minor;
  const wanted = new Set([...evidence, ...tierTerms(account, policy).evidence]);
  if (trusted) wanted.add('creditReport');
  return EVIDENCE_KINDS.filter((kind) => wanted.has(kind));
}

/** What of it is still to be shown. */
export function evidenceLeft(account: Account, policy: Policy): readonly EvidenceKind[] {
  return missingEvidence(account.known.evidence, wantedEvidence(account, policy));
}
