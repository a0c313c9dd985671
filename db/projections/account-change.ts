import type { Account } from '../../domain/account/account.ts';
import type { Fact, FactKind } from '../../domain/facts/fact.ts';
import { toIso } from '../database-time.ts';

/** A fact with the one who recorded it. */
export type RecordedFact = Fact & { readonly actor: string };

/** What a projection looks at: an account before and after some new facts. `before` is null when nothing was known. */
export interface AccountChange {
  readonly customer: { readonly id: string; readonly sellerId: string; readonly currency: string };
  readonly before: Account | null;
  readonly after: Account;
  readonly facts: readonly RecordedFact[];
}

/** The change's facts of one kind, in order. */
export function factsOf<K extends FactKind>(
  change: AccountChange,
  kind: K,
): readonly Extract<RecordedFact, { readonly kind: K }>[] {
  return change.facts.filter((fact): fact is Extract<RecordedFact, { readonly kind: K }> => fact.kind === kind);
}

/**
 * Members that are new or were replaced. An account's members never change in place, so that another object means
 * another value, and the same object the same value.
 */
export function changed<T>(
  before: Iterable<T> | undefined,
  after: Iterable<T>,
  idOf: (item: T) => string,
): readonly { readonly item: T; readonly isNew: boolean }[] {
  const known = new Map<string, T>();
  for (const item of before ?? []) known.set(idOf(item), item);
  const found: { readonly item: T; readonly isNew: boolean }[] = [];
  for (const item of after) {
    const old = known.get(idOf(item));
    if (old !== item) found.push({ item, isNew: old === undefined });
  }
  return found;
}

/** The instant of a fact, as JSON for PostgreSQL; null without a fact. */
export function atOf(fact: Fact | undefined): string | null {
  return fact === undefined ? null : toIso(fact.at);
}
