import { market } from './rules/market.ts';
import { overAssigned } from './rules/over-assigned.ts';
import { seatLimit } from './rules/seat-limit.ts';
import { specialPrices } from './rules/special-prices.ts';
import type { Breach, TermsSubject } from './terms-subject.ts';

const RULES: readonly ((subject: TermsSubject) => readonly Breach[])[] = [
  specialPrices,
  seatLimit,
  overAssigned,
  market,
];

/** Every breach of the product terms that shows in what is bought (practice 11). */
export function lookAtTerms(subject: TermsSubject): readonly Breach[] {
  return RULES.flatMap((rule) => rule(subject));
}
