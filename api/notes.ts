import type { Change } from '../db/change.ts';
import { noteStatement } from '../db/notes.ts';

/** A text that a person typed. */
export interface TypedNote {
  /** The customer, or what the text is about. */
  readonly subject: string;
  /** What it is to its subject: `reason`, `resolution`, `release`. */
  readonly kind: string;
  readonly text: string;
  readonly actor: string;
  readonly wallNow: number;
}

/** Keeps a text beside the facts of a change. Answers its id. */
export function writeNote(change: Change, { wallNow, ...note }: TypedNote): string {
  const id = change.newId('nte');
  change.write(noteStatement({ ...note, id, customerId: change.customer.id, at: change.now, recordedAt: wallNow }));
  return id;
}

/** As `writeNote`, where the person may have left it out. */
export function keepNote(
  change: Change,
  { text, ...note }: Omit<TypedNote, 'text'> & { readonly text: string | null | undefined },
): void {
  if (text !== null && text !== undefined) writeNote(change, { ...note, text });
}
