import type { z } from 'zod';
import { paymentInstrument } from '../../contracts/payment-instruments.ts';
import type { Db } from '../../db/database.ts';
import { findPaymentInstrument, type PaymentInstrumentRecord } from '../../db/lists/payment-instruments.ts';
import { Refusal } from '../../domain/errors.ts';
import type { Resource } from '../resource.ts';

/** @throws Refusal `not_found` */
export async function instrumentBy(db: Db, id: string): Promise<PaymentInstrumentRecord> {
  const found = await findPaymentInstrument(db, id);
  if (found === undefined) throw new Refusal('not_found', `there is no payment instrument ${id}`);
  return found;
}

export const paymentInstrumentResource: Resource<typeof paymentInstrument> = {
  name: 'instrument',
  schema: paymentInstrument,
  load: async (db, id) => instrumentView(await instrumentBy(db, id)),
};

export function instrumentView(record: PaymentInstrumentRecord): z.output<typeof paymentInstrument> {
  const { id, funding, state, gatewayPaymentMethod, recordedAt } = record;
  return { id, funding, state, gatewayPaymentMethod, recordedAt };
}
