import type { Evidence, EvidenceKind } from '../facts/kyc-facts.ts';

/** Kinds that are wanted and not shown: the latest of its kind counts, so that a failed check undoes a passed one. */
export function missingEvidence(
  known: ReadonlyMap<EvidenceKind, Evidence>,
  wanted: readonly EvidenceKind[],
): readonly EvidenceKind[] {
  return wanted.filter((kind) => known.get(kind)?.outcome !== 'passed');
}
