import type { Breach, TermsSubject } from '../terms-subject.ts';

/** Plans for small and medium businesses are sold for at most so many people, in all subscriptions to one plan together. */
const MOST_SEATS = 300;
const BUSINESS = /\bBusiness\b/i;

export function seatLimit({ subscriptions }: TermsSubject): readonly Breach[] {
  const plans = Map.groupBy(
    subscriptions.filter(({ name }) => BUSINESS.test(name)),
    ({ sku, name }) => (sku === '' ? name : sku),
  );
  return [...plans].flatMap(([plan, bought]): readonly Breach[] => {
    const seats = bought.reduce((sum, { quantity }) => sum + quantity, 0);
    return seats > MOST_SEATS ? [{ rule: 'seat-limit', subject: plan }] : [];
  });
}
