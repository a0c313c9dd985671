import type { NonEvent } from '../decision.ts';
import type { FactDraft } from '../facts/fact.ts';
import { riskGrade } from '../kyc/risk-tier.ts';
import { hasPaces, isSamePace } from '../policy/pace.ts';
import type { RiskTier } from '../policy/tier-terms.ts';
import type { LadderContext } from './ladder-context.ts';

/** A case that opens now, with its pace where the policy knows several. */
export function openedCase({ account, policy, today }: LadderContext, by: 'policy' | 'person'): FactDraft {
  const pace = hasPaces(policy) ? { pace: riskGrade(account).tier } : {};
  return { kind: 'case.opened', effectiveOn: today, body: { case: account.dunning.casesOpened + 1, by, ...pace } };
}

/**
 * What a new tier does to an open case: it keeps its position and goes on at the new tier's pace. Once the customer was warned it
 * keeps the pace as well, until it closes or falls back: the warning has named a day, and a word that was given counts for more
 * than a week won.
 */
export function paceMoves(context: LadderContext): readonly FactDraft[] {
  const { account, today } = context;
  const open = account.dunning.case;
  if (open === null || isWarned(context)) return [];
  const pace = otherPace(context);
  return pace === null ? [] : [{ kind: 'case.paceChanged', effectiveOn: today, body: { case: open.number, pace } }];
}

/** That the pace was not changed although the tier is another one. */
export function keptPace(context: LadderContext): readonly NonEvent[] {
  const pace = isWarned(context) ? otherPace(context) : null;
  return pace === null ? [] : [{ what: 'pace', because: 'warned', detail: { tier: pace } }];
}

/** The customer's tier where its days are others than those of the open case. */
function otherPace({ account, policy }: LadderContext): RiskTier | null {
  const open = account.dunning.case;
  if (open === null || !hasPaces(policy)) return null;
  const { tier } = riskGrade(account);
  return isSamePace(policy, tier, open.pace) ? null : tier;
}

function isWarned({ account, policy }: LadderContext): boolean {
  const warnings = new Set(policy.steps.flatMap(({ key, mustPrecede }) => (mustPrecede === undefined ? [] : [key])));
  return account.dunning.position.some(({ step }) => warnings.has(step));
}
