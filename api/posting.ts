import type { Change } from '../db/change.ts';
import { Refusal } from '../domain/errors.ts';
import type { FactBodies, FactDraft, FactKind } from '../domain/facts/fact.ts';
import type { Posting } from '../domain/ledger/posting.ts';
import type { Money } from '../domain/money.ts';

/** Records a posting, and answers with what it moved. @throws Refusal with the pointer of what is wrong */
export function recordPosting<K extends FactKind>(change: Change, posting: Posting<K>): FactBodies[K] {
  if ('refused' in posting) {
    const { refused, detail, pointer } = posting;
    throw new Refusal(refused, detail, pointer === null ? [] : [{ pointer, message: detail }]);
  }
  // A draft of one kind is a draft; TypeScript cannot tell while the kind is open.
  change.record([posting.draft as FactDraft]);
  return posting.draft.body;
}

/** @param pointer of the amount in the body. @throws Refusal `currency_mismatch` */
export function requireCurrency(currency: string, amount: Pick<Money, 'currency'>, pointer: string): void {
  if (amount.currency === currency) return;
  throw new Refusal('currency_mismatch', `the customer trades in ${currency}`, [
    { pointer: `${pointer}/currency`, message: `must be ${currency}` },
  ]);
}
