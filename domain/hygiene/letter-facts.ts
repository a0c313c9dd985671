import type { Day } from '../calendar/day.ts';
import type { FindingKind } from './finding.ts';

/** A line of a letter: who or what, and since when. Names are the reader's own people. */
export interface LetterLine {
  readonly kind: FindingKind;
  /** Name and address of a user, or the object id where neither is known; a product; a product and its user. */
  readonly subject: string;
  readonly since: Day | null;
  readonly quantity: number;
}

/** What was found; a reminder of it; or that nothing was found, and what the customer should go through himself (practice 70). */
export type LetterOccasion = 'report' | 'reminder' | 'checklist';

/** What a letter of a review says. */
export interface LetterFacts {
  readonly sellerName: string;
  readonly customerName: string;
  /** By when the customer is to have acted. */
  readonly dueOn: Day;
  readonly occasion: LetterOccasion;
  readonly lines: readonly LetterLine[];
  /** Every product with what is bought and assigned of it, for the customer's own look (practice 70). */
  readonly products: readonly { readonly name: string; readonly bought: number; readonly assigned: number }[];
  /** False where sign-ins cannot be read, so that nobody could be found inactive. */
  readonly signInsKnown: boolean;
  /** What happens after the day by the customer's own leave; null where the partner does nothing by itself. */
  readonly remedy: { readonly deleteAfterDays: number | null } | null;
}

/** A language in which letters of a review are written. */
export interface LetterLanguage {
  readonly subject: (facts: LetterFacts) => string;
  readonly greeting: (facts: LetterFacts) => string;
  readonly opening: (facts: LetterFacts) => string;
  readonly heading: Readonly<Record<FindingKind, string>>;
  readonly line: (line: LetterLine) => string;
  readonly more: (count: number) => string;
  readonly signInsUnknown: string;
  readonly products: (facts: LetterFacts) => string;
  /** What the customer should go through himself. */
  readonly checklist: (facts: LetterFacts) => string;
  readonly request: (facts: LetterFacts) => string;
  readonly regards: string;
}
