import { z } from 'zod';
import { flag, page, paging } from './lists.ts';
import { id, instant, prose, reference } from './values.ts';

/** Work that the system leaves to a person, once. `what` is a coded word; `key` names the occasion. */
export const task = z
  .strictObject({
    id: id('tsk'),
    customer: id('cus'),
    what: z.string(),
    key: z.string(),
    open: z.boolean(),
    openedAt: instant,
    closedAt: instant.nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'Task' });

/** The person says that it is done. */
export const taskClosure = z.strictObject({ note: prose.nullish() }).meta({ id: 'TaskClosure' });

export const taskQuery = z.strictObject({ customer: reference('cus').optional(), open: flag.optional(), ...paging });

export const taskPage = page(task);
