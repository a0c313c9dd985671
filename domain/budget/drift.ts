import { minorOfText } from '../usage/minor-of-text.ts';

/**
 * How the budget at Microsoft differs from the one agreed with the customer, in a word that names the difference; null where
 * it does not. Somebody with rights in Partner Center may have changed or taken it away (practice 7).
 * @param atMicrosoft decimal text; null where none is set
 */
export function budgetDrift(
  agreed: { readonly amount: bigint; readonly currency: string },
  atMicrosoft: string | null,
): string | null {
  if (atMicrosoft === null) return `${agreed.amount}/none`;
  const found = minorOfText(atMicrosoft, agreed.currency);
  return found === agreed.amount ? null : `${agreed.amount}/${found}`;
}
