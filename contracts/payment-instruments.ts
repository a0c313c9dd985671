import { z } from 'zod';
import { page } from './lists.ts';
import { id, instant, line, prose } from './values.ts';

export const paymentInstrumentState = z.enum(['accepted', 'refused', 'review']);

export const newPaymentInstrument = z
  .strictObject({ gatewayPaymentMethod: line(200) })
  .meta({ id: 'NewPaymentInstrument' });

/** Something that can be charged. `review`: a person decides, because the gateway does not know the funding. */
export const paymentInstrument = z
  .strictObject({
    id: id('ins'),
    funding: z.enum(['credit', 'debit', 'prepaid', 'unknown', 'notACard']),
    state: paymentInstrumentState,
    gatewayPaymentMethod: z.string(),
    recordedAt: instant,
  })
  .meta({ id: 'PaymentInstrument' });

export const paymentInstrumentPage = page(paymentInstrument);

/** What a person says of an instrument whose funding the gateway does not know. */
export const instrumentReview = z
  .strictObject({ outcome: z.enum(['accepted', 'refused']), note: prose })
  .meta({ id: 'InstrumentReview' });
