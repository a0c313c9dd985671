import type { Instant } from '../domain/calendar/day.ts';
import type { Db } from './database.ts';
import { toDate, toInstant } from './database-time.ts';
import type { Statement } from './statement.ts';

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

/** The notes about each of these subjects, the oldest first. Erased ones are left out. */
export async function notesAbout(db: Db, subjects: readonly string[]): Promise<ReadonlyMap<string, readonly Note[]>> {
  if (subjects.length === 0) return new Map();
  const rows = await db
    .selectFrom('note')
    .selectAll()
    .where('subject_id', 'in', [...subjects])
    .orderBy('id')
    .execute();
  const notes = rows.flatMap((row) =>
    row.text === null
      ? []
      : [
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
        ],
  );
  return Map.groupBy(notes, (note) => note.subject);
}
