import { z } from 'zod';
import {
  type AcceptedDocument,
  type NotedCircumstance,
  type ReviewOutcome,
  EVIDENCE_KINDS,
  type EvidenceOutcome,
} from '../domain/facts/kyc-facts.ts';
import { RISK_TIERS } from '../domain/policy/tier-terms.ts';

/** Closed sets of words about knowing the customer, as the wire has them. */
export const evidenceKind = z.enum(EVIDENCE_KINDS);
export const evidenceOutcome = z.enum(['passed', 'failed', 'unclear'] satisfies EvidenceOutcome[]);
export const acceptedDocument = z.enum(['acceptableUse', 'collections'] satisfies AcceptedDocument[]);
export const reviewOutcome = z.enum(['confirmed', 'changed', 'concern'] satisfies ReviewOutcome[]);
export const riskTier = z.enum(RISK_TIERS);
export const notedCircumstance = z.enum([
  'sharedCard',
  'sharedAddress',
  'sharedDevice',
  'sharedBankAccount',
  'thirdPartyPayer',
  'automatedSignUp',
  'sanctionsHit',
  'reviewConcern',
] satisfies NotedCircumstance[]);
