import { z } from 'zod';
import { page, paging } from './lists.ts';
import { id, instant, prose } from './values.ts';

/** What a person wants the next one to know. Never decides anything. */
export const newNote = z.strictObject({ text: prose }).meta({ id: 'NewNote' });

export const note = z
  .strictObject({ id: id('nte'), customer: id('cus'), text: z.string(), by: z.string(), at: instant })
  .meta({ id: 'Note' });

export const noteQuery = z.strictObject({ ...paging });

export const notePage = page(note);
