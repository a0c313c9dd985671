import type { z } from 'zod';
import { type PaymentView, payment, type unmatchedPayment } from '../../contracts/payments.ts';
import type { Db } from '../../db/database.ts';
import { findPayment, findPaymentsKnownAs, type PaymentRecord } from '../../db/lists/payments.ts';
import { money } from '../../domain/money.ts';
import type { Resource } from '../resource.ts';
import { externalIdIn, onlyOne } from './named.ts';

/** A payment by id, or by `ext:` and the id that its sender gave it. @throws Refusal `not_found`, `conflict` */
export async function paymentBy(db: Db, reference: string): Promise<PaymentRecord> {
  const externalId = externalIdIn(reference);
  if (externalId !== undefined) return onlyOne(await findPaymentsKnownAs(db, externalId), 'payment', reference);
  const found = await findPayment(db, reference);
  return onlyOne(found === undefined ? [] : [found], 'payment', reference);
}

export const paymentResource: Resource<typeof payment> = {
  name: 'payment',
  schema: payment,
  load: async (db, reference) => paymentView(await paymentBy(db, reference)),
};

export function paymentView(record: PaymentRecord): PaymentView {
  const amount = (minor: bigint) => money(minor, record.currency);
  return {
    id: record.id,
    customer: record.customerId,
    amount: amount(record.amount),
    method: record.method,
    receivedOn: record.receivedOn,
    reference: record.reference ?? '',
    externalId: record.externalId,
    state: record.state,
    allocations: record.allocations.map((part) => ({ ...part, amount: amount(part.amount) })),
    unapplied: amount(record.unapplied),
    prepaid: amount(record.prepaid),
    recordedAt: record.recordedAt,
  };
}

export function unmatchedView(record: PaymentRecord): z.output<typeof unmatchedPayment> {
  return { ...paymentView(record), suspects: record.suspects.map((suspect) => ({ ...suspect })) };
}
