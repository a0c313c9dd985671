import { z } from 'zod';
import { problemDocument } from './problem.ts';
import { id, instant } from './values.ts';

/** What became of a write whose effect on the life was not decided at once. */
export const operation = z
  .strictObject({
    id: id('op'),
    customer: id('cus'),
    kind: z.string().meta({ description: 'What changed, in a coded word.' }),
    state: z.enum(['pending', 'applied', 'refused']),
    createdAt: instant,
    problem: problemDocument.nullable().meta({ description: 'Why it was refused.' }),
  })
  .meta({ id: 'Operation' });
