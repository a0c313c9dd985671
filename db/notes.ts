import type { Selectable } from 'kysely';
import type { Instant } from '../domain/calendar/day.ts';
import type { Db } from './database.ts';
import { toDate, toInstant } from './database-time.ts';
import { idCursor, type Page, pageOf, type PageRequest } from './page.ts';
import type { Statement } from './statement.ts';
import type { PartyTables } from './tables/party-tables.ts';

/** A text that a person typed about something: a customer, or the hold, dispute, credit note … that `subject` names. */
export interface Note {
  readonly id: string;
  readonly customerId: string | null;
  readonly subject: string;
  /** What the text is to its subject: `note`, `reason`, `resolution`, `release` … */
  readonly kind: string;
  readonly text: string;
  readonly actor: string;
  /** Business instant and wall instant. */
  readonly at: Instant;
  readonly recordedAt: Instant;
}

export function noteStatement(note: Note): Statement {
  return (trx) =>
    trx
      .insertInto('note')
      .values({
        id: note.id,
        customer_id: note.customerId,
        subject_id: note.subject,
        kind: note.kind,
        text: note.text,
        actor: note.actor,
        at: toDate(note.at),
        recorded_at: toDate(note.recordedAt),
        erased_at: null,
      })
      .compile();
}

/** The notes of a kind about one thing, the newest first. Erased ones are left out. */
export async function listNotes(
  db: Db,
  subject: string,
  kind: string,
  { limit, cursor }: PageRequest,
): Promise<Page<Note>> {
  let query = db
    .selectFrom('note')
    .selectAll()
    .where('subject_id', '=', subject)
    .where('kind', '=', kind)
    .where('text', 'is not', null);
  if (cursor !== undefined) query = query.where('id', '<', idCursor('nte', cursor));
  const rows = await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  return pageOf(rows.flatMap(noteOf), limit, (note) => note.id);
}

export async function findNote(db: Db, id: string): Promise<Note | undefined> {
  const row = await db.selectFrom('note').selectAll().where('id', '=', id).executeTakeFirst();
  return row && noteOf(row)[0];
}

/** The notes about each of these subjects, the oldest first. Erased ones are left out. */
export async function notesAbout(db: Db, subjects: readonly string[]): Promise<ReadonlyMap<string, readonly Note[]>> {
  if (subjects.length === 0) return new Map();
  const rows = await db
    .selectFrom('note')
    .selectAll()
    .where('subject_id', 'in', [...subjects])
    .orderBy('id')
    .execute();
  return Map.groupBy(rows.flatMap(noteOf), (note) => note.subject);
}

/** Nothing once it was erased. */
function noteOf(row: Selectable<PartyTables['note']>): readonly Note[] {
  if (row.text === null) return [];
  return [
    {
      id: row.id,
      customerId: row.customer_id,
      subject: row.subject_id,
      kind: row.kind,
      text: row.text,
      actor: row.actor,
      at: toInstant(row.at),
      recordedAt: toInstant(row.recorded_at),
    },
  ];
}
