import type { Account } from '../account/account.ts';
import type { ErrorCode } from '../errors.ts';
import type { StoredMoney } from '../facts/stored-money.ts';
import type { FactBodies, FactDraft, FactKind } from '../facts/fact.ts';
import type { StoredAllocation } from '../facts/money-facts.ts';

/**
 * A posting is a money fact about to be recorded, or the reason why it cannot be. Builders in this folder look at the
 * account under the customer's lock and state every movement in the fact, so that folding and the journal need no rule.
 * They keep one invariant: there is never unapplied credit beside open debt (rule 1: balances are net of everything).
 */
export type Posting<K extends FactKind> = { readonly draft: FactDraft<K> } | Refusal;

/** Why a posting is refused: a code of the catalogue, and which part of the request it is about. */
export interface Refusal {
  readonly refused: ErrorCode;
  readonly detail: string;
  readonly pointer: string | null;
}

export function refusal(refused: ErrorCode, detail: string, pointer: string | null = null): Refusal {
  return { refused, detail, pointer };
}

/** Minor units as money at rest, in the account's currency. */
export function storedIn(account: Account, minor: bigint): StoredMoney {
  return { minor: minor.toString(), currency: account.traits.currency };
}

/** Allocations in the form in which facts keep them. */
export function storedAllocations(
  account: Account,
  list: readonly { readonly invoice: string; readonly instalment: number; readonly amount: bigint }[],
): readonly StoredAllocation[] {
  return list.map((part) => ({
    invoice: part.invoice,
    instalment: part.instalment,
    amount: storedIn(account, part.amount),
  }));
}

export function drafted<K extends FactKind>(
  kind: K,
  effectiveOn: string,
  body: FactBodies[K],
): { readonly draft: FactDraft<K> } {
  return { draft: { kind, effectiveOn, body } };
}
