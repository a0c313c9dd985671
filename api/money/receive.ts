import type { NewPayment } from '../../contracts/payments.ts';
import { findSeller, type Seller } from '../../db/sellers.ts';
import type { Db } from '../../db/database.ts';
import { Refusal } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import type { Made } from '../outcome.ts';
import { invoiceBy } from '../resources/invoice.ts';
import { customerNamed, unknownReference } from '../resources/named.ts';
import { DEFAULT_SELLER } from '../resources/seller.ts';
import type { WriteContext } from '../write.ts';
import { findPayer, type FoundPayer, type NoPayer, prepaymentsOf } from './find-payer.ts';
import { lookAtPayer } from './look-at-payer.ts';
import { moneyRequestOf } from './money-request.ts';
import { takePayment } from './take-payment.ts';
import { takeUnmatched } from './take-unmatched.ts';

/**
 * Takes in a payment that somebody posts: of the customer who is named, of the one whose invoices are named, of the one
 * who is found in its title; else it waits in the queue.
 * @throws Refusal `unknown_reference`, and what `takePayment` and `takeUnmatched` throw; the database's `conflict`
 */
export async function receive(deps: ApiDeps, context: WriteContext, body: NewPayment): Promise<Made> {
  const { db } = deps;
  const seller = await sellerNamed(db, body.seller ?? DEFAULT_SELLER);
  const payer = await payerNamed(db, seller, body);
  const sender = body.payer && { name: body.payer.name ?? null, account: body.payer.account ?? null };
  const incoming = {
    payment: deps.newId('pay'),
    amount: body.amount,
    method: body.method,
    receivedOn: body.receivedOn,
    title: body.reference,
    externalId: body.externalId ?? null,
    ...(sender === undefined ? {} : { payer: sender }),
  };
  const request = moneyRequestOf(deps, context);
  if (payer.customer === null) return await takeUnmatched(db, request, seller, incoming, payer.suspects);
  context.about(payer.customer);
  const destination = { allocations: body.allocations ?? null, prepayments: payer.prepayments };
  return await takePayment(db, request, payer.customer, incoming, destination, async (change) => {
    if (sender !== undefined) await lookAtPayer(change, sender, incoming.payment, request.wallNow);
  });
}

async function payerNamed(db: Db, seller: Seller, body: NewPayment): Promise<FoundPayer | NoPayer> {
  const named = await customerIn(db, body);
  if (named === null) return await findPayer(db, seller.id, { title: body.reference, amount: body.amount });
  if (body.seller !== undefined && named.sellerId !== seller.id)
    throw unknownReference('the seller has no such customer', '/customer');
  return { customer: named.customer, prepayments: await prepaymentsOf(db, named, body.reference) };
}

/** The customer, or the one whose invoice is named first; that the others are his as well is seen when they are posted. */
async function customerIn(
  db: Db,
  { customer, allocations }: NewPayment,
): Promise<{ readonly customer: string; readonly sellerId: string } | null> {
  const first = customer === undefined ? allocations?.[0]?.invoice : undefined;
  const reference = customer ?? (first === undefined ? undefined : await ownerOf(db, first));
  if (reference === undefined) return null;
  const { id, sellerId } = await customerNamed(db, reference, '/customer');
  return { customer: id, sellerId };
}

async function ownerOf(db: Db, invoice: string): Promise<string> {
  try {
    return (await invoiceBy(db, invoice, 0)).customerId;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw unknownReference(error.message, '/allocations/0/invoice');
  }
}

async function sellerNamed(db: Db, reference: string): Promise<Seller> {
  const seller = await findSeller(db, reference);
  if (seller === undefined) throw unknownReference(`there is no seller ${reference}`, '/seller');
  return seller;
}
