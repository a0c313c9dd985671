import type { z } from 'zod';
import { note } from '../../contracts/notes.ts';
import { findNote, type Note } from '../../db/notes.ts';
import { Refusal } from '../../domain/errors.ts';
import type { Resource } from '../resource.ts';

/** What a person wrote about a customer, beside the reasons that go with acts. */
export const CUSTOMER_NOTE = 'note';

export const noteResource: Resource<typeof note> = {
  name: 'note',
  schema: note,
  async load(db, id) {
    const found = await findNote(db, id);
    if (found?.kind !== CUSTOMER_NOTE) throw new Refusal('not_found', `there is no note ${id}`);
    return noteView(found);
  },
};

/** Its subject is the customer. */
export function noteView({ id, subject, text, actor, at }: Note): z.output<typeof note> {
  return { id, customer: subject, text, by: actor, at };
}
