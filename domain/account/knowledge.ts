import type { Day } from '../calendar/day.ts';
import type { AcceptedDocument, Evidence, EvidenceKind, NotedCircumstance } from '../facts/kyc-facts.ts';

/** What is known of a customer beyond its master data: part of its account. */
export interface Knowledge {
  /** The latest of each kind. */
  readonly evidence: ReadonlyMap<EvidenceKind, Evidence>;
  /** Circumstances that somebody, or a round, has noted and nobody has cleared. */
  readonly circumstances: ReadonlySet<NotedCircumstance>;
  /** What the customer accepted or received (practices 28 and 35), the latest version of each. */
  readonly documents: ReadonlyMap<AcceptedDocument, { readonly version: string; readonly on: Day }>;
  /** The day on which somebody last looked at the customer as a whole: verification or review; null before the first. */
  readonly knownOn: Day | null;
}

export const NOTHING_KNOWN: Knowledge = Object.freeze({
  evidence: new Map<EvidenceKind, Evidence>(),
  circumstances: new Set<NotedCircumstance>(),
  documents: new Map<AcceptedDocument, { readonly version: string; readonly on: Day }>(),
  knownOn: null,
});
