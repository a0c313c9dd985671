/**
 * Terms: a *fact* is one insert-only row about one customer. Its `version` is the customer's `fact_version` at which it
 * became known, `seq` its place inside that version, `effectiveOn` the business day it counts from, `at` the business
 * instant at which it was recorded and `recordedAt` the wall-clock instant. Facts carry ids, codes and money; texts that
 * people typed and personal data stay in side tables.
 */
import type { Day } from '../calendar/day.ts';
import type { CollectionFacts } from './collection-facts.ts';
import type { KycFacts } from './kyc-facts.ts';
import type { MoneyFacts } from './money-facts.ts';
import type { OnboardingFacts } from './onboarding-facts.ts';
import type { ServiceFacts } from './service-facts.ts';

export type FactBodies = OnboardingFacts & KycFacts & MoneyFacts & CollectionFacts & ServiceFacts;
export type FactKind = keyof FactBodies;

/** A fact as decided or posted, before the database gives it a version. */
export type FactDraft<K extends FactKind = FactKind> = {
  readonly [P in K]: {
    readonly kind: P;
    readonly effectiveOn: Day;
    readonly body: FactBodies[P];
    /** The command that asked for it: it is recorded in that person's name. Absent for what follows by itself. */
    readonly command?: string;
  };
}[K];

/** A fact as stored. */
export type Fact<K extends FactKind = FactKind> = FactDraft<K> & {
  readonly version: number;
  readonly seq: number;
  /** Business instant, epoch milliseconds. */
  readonly at: number;
  /** Wall instant, epoch milliseconds. */
  readonly recordedAt: number;
};
