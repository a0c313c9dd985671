import { newNote, notePage, noteQuery } from '../../contracts/notes.ts';
import { listNotes } from '../../db/notes.ts';
import { customerWrite } from '../customer-write.ts';
import { writeNote } from '../notes.ts';
import { read, readResource } from '../read.ts';
import { customerBy, customerResource } from '../resources/customer.ts';
import { CUSTOMER_NOTE, noteResource, noteView } from '../resources/note.ts';
import type { Route } from '../route.ts';

const tag = 'notes';
const path = '/v1/customers/:customer/notes';

export const noteRoutes: readonly Route[] = [
  read({
    id: 'listNotes',
    path,
    tag,
    summary: 'What people wrote about a customer, the newest first',
    query: noteQuery,
    answer: notePage,
    async load({ db }, { params, query }) {
      const { id } = await customerBy(db, params['customer'] ?? '');
      const { items, nextCursor } = await listNotes(db, id, CUSTOMER_NOTE, query);
      return { items: items.map(noteView), nextCursor };
    },
  }),
  readResource({ id: 'getNote', path: '/v1/notes/:note', tag, summary: 'A note', resource: noteResource }),
  customerWrite({
    id: 'addNote',
    method: 'POST',
    path,
    tag,
    summary: 'Leave word for the next person; decides nothing',
    status: 201,
    idempotencyKey: 'optional',
    body: newNote,
    because: 'note',
    on: customerResource,
    shows: noteResource,
    change(change, { actor }, { text }, { now }) {
      const note = { subject: change.customer.id, kind: CUSTOMER_NOTE, text, actor: actor.name, wallNow: now() };
      const id = writeNote(change, note);
      change.audit('note.added', { note: id });
      return id;
    },
  }),
];
