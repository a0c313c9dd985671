import { z } from 'zod';
import { flag, page, paging } from './lists.ts';
import { id, instant, prose } from './values.ts';

const role = z.enum(['analyst', 'finance', 'operator']);

/** Work for a person that belongs to no customer. `what` is a coded word, `key` names the occasion, `subject` what it is about. */
export const partnerTask = z
  .strictObject({
    id: id('ptk'),
    what: z.string(),
    key: z.string(),
    for: role,
    subject: z.string().nullable(),
    openedAt: instant,
    dueAt: instant,
    closedAt: instant.nullable(),
    closedBy: z.string().nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'PartnerTask' });

export const partnerTaskClosure = z.strictObject({ note: prose.nullish() }).meta({ id: 'PartnerTaskClosure' });

export const partnerTaskQuery = z.strictObject({ for: role.optional(), open: flag.optional(), ...paging });

export const partnerTaskPage = page(partnerTask);
