import type { Db } from '../../db/database.ts';
import { notesAbout } from '../../db/notes.ts';

/**
 * The latest text of a kind that a person typed about each of these things, by id: why a hold was placed, how a dispute
 * was resolved. A thing without one, or whose text was erased, is not in the map.
 */
export async function typedTexts(
  db: Db,
  subjects: readonly string[],
  kind: string,
): Promise<ReadonlyMap<string, string>> {
  const notes = await notesAbout(db, subjects);
  const texts = new Map<string, string>();
  for (const [subject, about] of notes) {
    const latest = about.findLast((note) => note.kind === kind);
    if (latest !== undefined) texts.set(subject, latest.text);
  }
  return texts;
}
