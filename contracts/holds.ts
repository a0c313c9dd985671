import { z } from 'zod';
import { holdOfCustomer, holdReason, holdScope } from './customers.ts';
import { page, paging } from './lists.ts';
import { day, id, instant, prose, reference } from './values.ts';

/** Who may place which reason stands in the matrix of roles. A day in `until` ends the hold as that day begins. */
export const newHold = z
  .strictObject({
    reason: holdReason,
    scope: holdScope,
    until: z.union([instant, day]).nullish(),
    note: prose,
  })
  .meta({ id: 'NewHold' });

/** `pending` while its command waits for the life, `refused` when it was turned down: then it is on no list. */
export const hold = z
  .strictObject({
    ...holdOfCustomer.shape,
    since: instant.nullable(),
    customer: id('cus'),
    state: z.enum(['pending', 'active', 'ended', 'refused']),
    endedAt: instant.nullable(),
    endedBecause: z.enum(['released', 'lapsed', 'settled', 'stepNoLongerHolds']).nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'Hold' });

export const holdRelease = z.strictObject({ note: prose }).meta({ id: 'HoldRelease' });

export const holdQuery = z.strictObject({
  customer: reference('cus').optional(),
  reason: holdReason.optional(),
  state: z.enum(['active', 'ended']).optional(),
  ...paging,
});

export const holdPage = page(hold);
