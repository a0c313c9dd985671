import type { Db } from '../../db/database.ts';
import { noteStreamAssessed, type Stream } from '../../db/stream-delivery.ts';
import type { Instant } from '../../domain/calendar/day.ts';

/** So soon a stream is missed that has something to do, and told again when it has not looked after it was told. */
export const MISSED_AFTER_MS = 15 * 60_000;

/**
 * Notes how far a stream was decided upon, and when it wants to look again. While something is to be done that is soon: a run
 * that is lost with its server between the decision and the deed is missed then, where the next clock may be a day away.
 */
export async function noteAssessed(
  db: Db,
  stream: Stream,
  { id, seq }: { readonly id: string; readonly seq: number },
  { effects, wakeAt }: { readonly effects: readonly unknown[]; readonly wakeAt: Instant | null },
  now: Instant,
): Promise<void> {
  const missedAt = effects.length === 0 ? wakeAt : Math.min(wakeAt ?? Number.POSITIVE_INFINITY, now + MISSED_AFTER_MS);
  await noteStreamAssessed(db, stream, { id, seq, wakeAt: missedAt });
}
