import type { Day } from '../calendar/day.ts';

/**
 * What shows who a customer is (practices 19 and 35): a business register's extract, a VAT list or VIES, the power of whoever
 * signed, a call back to a number that the register names, a sanctions list, a credit bureau.
 */
export const EVIDENCE_KINDS = [
  'registerExtract',
  'vatRegister',
  'signatoryPower',
  'callBack',
  'sanctionsScreening',
  'creditReport',
] as const;

export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** `unclear`: a person has to look; it proves nothing yet. */
export type EvidenceOutcome = 'passed' | 'failed' | 'unclear';

/** One piece of evidence. Where it comes from in words, and the document itself, are in side tables. */
export interface Evidence {
  readonly evidence: string;
  readonly kind: EvidenceKind;
  readonly outcome: EvidenceOutcome;
  /** The day on which the source said so. */
  readonly on: Day;
  /** `sha256:` and the digest of the document; null where there is none. */
  readonly document: string | null;
  /** A register extract's day of registration. */
  readonly registeredOn: Day | null;
}

/** Kinds that are wanted and not shown: the latest of its kind counts, so that a failed check undoes a passed one. */
export function missingEvidence(
  known: ReadonlyMap<EvidenceKind, Evidence>,
  wanted: readonly EvidenceKind[],
): readonly EvidenceKind[] {
  return wanted.filter((kind) => known.get(kind)?.outcome !== 'passed');
}
