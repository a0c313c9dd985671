import type { Breach, PriceSegment, TermsSubject } from '../terms-subject.ts';

/** How Microsoft's names tell the segment of a price (inferred: the subscription says it in no member of its own). */
const NAMED: readonly (readonly [PriceSegment, RegExp])[] = [
  ['nonprofit', /\b(?:non-?profit|charity)\b/i],
  ['education', /\b(?:faculty|students?|education|edu|A[135])\b/i],
  ['government', /\b(?:GCC|government)\b/i],
];

export function segmentOf(name: string): PriceSegment | null {
  return NAMED.find(([, words]) => words.test(name))?.[0] ?? null;
}

/** Education, charity and government prices are for those whom Microsoft has approved, or who have proven it to us. */
export function specialPrices({ subscriptions, eligible }: TermsSubject): readonly Breach[] {
  return subscriptions.flatMap(({ id, name }): readonly Breach[] => {
    const segment = segmentOf(name);
    return segment === null || eligible.has(segment) ? [] : [{ rule: 'special-price', subject: `${segment}/${id}` }];
  });
}
