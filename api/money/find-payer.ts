import { findCustomer } from '../../db/customers.ts';
import type { Db } from '../../db/database.ts';
import { customersNamedBy, customersOwing, prepaymentsEnding } from '../../db/payers.ts';
import type { Suspect } from '../../db/tables/receivable-tables.ts';
import type { Money } from '../../domain/money.ts';
import { prepaymentsNamedIn } from '../../domain/payer/bank-reference.ts';
import { payerOf } from '../../domain/payer/payer.ts';
import { keysIn } from '../../domain/payer/title-keys.ts';

/** Whose money it is, and the prepayments of that customer which the title names. */
export interface FoundPayer {
  readonly customer: string;
  readonly prepayments: readonly string[];
}

/** Where nobody is certain: everybody it may belong to. */
export interface NoPayer {
  readonly customer: null;
  readonly suspects: readonly Suspect[];
}

/**
 * Looks for the payer in a transfer's title. The reference of a prepayment decides alone, for it was made to be found;
 * else the one customer who is named. Nobody certain: all who are named, and all with an open invoice over this amount.
 * Who trades in another currency is named and cannot be posted to: a person decides.
 */
export async function findPayer(
  db: Db,
  sellerId: string,
  { title, amount }: { readonly title: string; readonly amount: Money },
): Promise<FoundPayer | NoPayer> {
  const prepayments = await prepaymentsEnding(db, sellerId, prepaymentsNamedIn(title));
  const [owner, ...others] = new Set(prepayments.map((named) => named.customer));
  if (owner !== undefined && others.length === 0 && (await tradesIn(db, owner, amount.currency)))
    return { customer: owner, prepayments: prepayments.map((named) => named.prepayment) };
  const keys = keysIn(title);
  const { payer, suspects } = payerOf(await customersNamedBy(db, sellerId, keys), keys);
  if (payer !== null && (await tradesIn(db, payer, amount.currency))) return { customer: payer, prepayments: [] };
  const owing = await customersOwing(db, sellerId, amount);
  const more = owing.filter((customer) => !suspects.some((suspect) => suspect.customer === customer));
  return {
    customer: null,
    suspects: [...suspects, ...more.map((customer) => ({ customer, because: 'equalsOpenInvoice' as const }))],
  };
}

async function tradesIn(db: Db, customer: string, currency: string): Promise<boolean> {
  return (await findCustomer(db, customer))?.currency === currency;
}

/** The prepayments of this customer that a title names. */
export async function prepaymentsOf(
  db: Db,
  { sellerId, customer }: { readonly sellerId: string; readonly customer: string },
  title: string,
): Promise<readonly string[]> {
  const named = await prepaymentsEnding(db, sellerId, prepaymentsNamedIn(title));
  return named.filter((one) => one.customer === customer).map((one) => one.prepayment);
}
