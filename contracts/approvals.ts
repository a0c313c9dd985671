import { z } from 'zod';
import { page, paging } from './lists.ts';
import { id, instant, prose, reference } from './values.ts';
import { money } from './wire-money.ts';

export const approvalState = z.enum(['open', 'approved', 'refused']);

/** Something that a second person must decide. `key` says what: the step and its occurrence, the invoice, the subscription or cart that is ordered, or the subscription that is to have more seats. */
export const approval = z
  .strictObject({
    id: id('apr'),
    customer: id('cus'),
    subject: z.enum(['step', 'writeOff', 'order']),
    key: z.string(),
    amount: money.nullable(),
    state: approvalState,
    askedBy: z.string(),
    askedAt: instant,
    decidedBy: z.string().nullable(),
    decidedAt: instant.nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'Approval' });

/** Not by the one who asked. */
export const approvalDecision = z
  .strictObject({ decision: z.enum(['approve', 'refuse']), note: prose })
  .meta({ id: 'ApprovalDecision' });

export const approvalQuery = z.strictObject({
  customer: reference('cus').optional(),
  state: approvalState.optional(),
  ...paging,
});

export const approvalPage = page(approval);
