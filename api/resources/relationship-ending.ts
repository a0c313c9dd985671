import type { z } from 'zod';
import { relationshipEnding } from '../../contracts/delegated-relationships.ts';
import type { Db } from '../../db/database.ts';
import { notesAbout } from '../../db/notes.ts';
import { findEnding, type RelationshipEnding } from '../../db/relationship-endings.ts';
import { Refusal } from '../../domain/errors.ts';
import type { Resource } from '../resource.ts';

/** What texts are to an ending, among the notes. */
export const ENDING_NOTES = { reason: 'reason', decision: 'decision' } as const;

export const relationshipEndingResource: Resource<typeof relationshipEnding> = {
  name: 'ending',
  schema: relationshipEnding,
  load: async (db, id) => await endingView(db, await endingBy(db, id)),
};

/** @throws Refusal `not_found` */
export async function endingBy(db: Db, id: string): Promise<RelationshipEnding> {
  const found = await findEnding(db, id);
  if (found === undefined) throw new Refusal('not_found', `there is no ending of a relationship ${id}`);
  return found;
}

export async function endingView(db: Db, ending: RelationshipEnding): Promise<z.output<typeof relationshipEnding>> {
  const { customerId: customer, ...rest } = ending;
  const notes = (await notesAbout(db, [ending.id])).get(ending.id) ?? [];
  const text = (kind: string) => notes.find((note) => note.kind === kind)?.text ?? null;
  return { ...rest, customer, reason: text(ENDING_NOTES.reason), note: text(ENDING_NOTES.decision) };
}
