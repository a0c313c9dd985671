import type { MoneyFacts } from '../facts/money-facts.ts';
import type { Span, TitleKeys } from './title-keys.ts';

/** Why money may be somebody's. */
export type SuspectedBecause = MoneyFacts['unmatched.suspected']['because'];

/** A customer who is named in a title. `key` is the piece of the title that names it, as `keysIn` gave it. */
export interface NamedCustomer {
  readonly customer: string;
  readonly because: 'invoiceNumber' | 'externalId' | 'taxId';
  readonly key: string;
}

/** Whose money it is; where that is not certain, whose it may be. */
export interface PayerAnswer {
  readonly payer: string | null;
  readonly suspects: readonly { readonly customer: string; readonly because: SuspectedBecause }[];
}

const ORDER = ['invoiceNumber', 'externalId', 'taxId'] as const;

/**
 * Who paid, from the customers that the title names. One customer alone is the payer; two are both suspects, because
 * money on a stranger's invoice stops the reminders of the wrong one. A key that only stands inside a longer key of
 * somebody is none.
 */
export function payerOf(named: readonly NamedCustomer[], keys: TitleKeys): PayerAnswer {
  const whole = named.filter((one) => !isCovered(one, named, keys));
  const suspects = new Map<string, SuspectedBecause>();
  for (const because of ORDER) {
    for (const one of whole) {
      if (one.because === because && !suspects.has(one.customer)) suspects.set(one.customer, because);
    }
  }
  const [only, ...others] = suspects.keys();
  return {
    payer: only !== undefined && others.length === 0 ? only : null,
    suspects: [...suspects].map(([customer, because]) => ({ customer, because })),
  };
}

function isCovered(one: NamedCustomer, named: readonly NamedCustomer[], keys: TitleKeys): boolean {
  const longer = named.flatMap((other) => spansOf(other, keys));
  return spansOf(one, keys).every((span) => longer.some((other) => liesInside(span, other)));
}

function spansOf({ because, key }: NamedCustomer, { texts, digits }: TitleKeys): readonly Span[] {
  return (because === 'taxId' ? digits : texts).get(key) ?? [];
}

function liesInside(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end && outer.end - outer.start > inner.end - inner.start;
}
