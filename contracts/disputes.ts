import { z } from 'zod';
import { page, paging } from './lists.ts';
import { id, instant, prose, reason, reference } from './values.ts';
import { money, positiveMoney } from './wire-money.ts';

/** The customer contests a part of an invoice: that part leaves dunning, the rest goes on. */
export const newDispute = z
  .strictObject({ invoice: reference('inv'), amount: positiveMoney, reason })
  .meta({ id: 'NewDispute' });

/** On record. */
const recordedState = z.enum(['open', 'accepted', 'rejected']);
/** `pending` while its command waits for the life, `refused` when it was turned down: then it is on no list. */
export const disputeState = z.enum([...recordedState.options, 'pending', 'refused']);

export const dispute = z
  .strictObject({
    id: id('dsp'),
    customer: id('cus'),
    invoice: id('inv'),
    amount: money,
    reason: z.string().nullable(),
    state: disputeState,
    openedAt: instant.nullable(),
    resolvedAt: instant.nullable(),
    note: z.string().nullable(),
    creditNote: id('crn').nullable(),
  })
  .meta({ id: 'Dispute' });

/** `accepted` makes a credit note over the disputed amount, or over what is left of the invoice when that is less. */
export const disputeResolution = z
  .strictObject({ outcome: z.enum(['accepted', 'rejected']), note: prose })
  .meta({ id: 'DisputeResolution' });

export const disputeQuery = z.strictObject({
  customer: reference('cus').optional(),
  state: recordedState.optional(),
  ...paging,
});

export const disputePage = page(dispute);
