import type { Change } from '../db/change.ts';
import { noteStatement } from '../db/notes.ts';

/** Keeps a text that a person typed beside the facts of a change. @param subject the customer, or what the text is about. */
export function keepNote(
  change: Change,
  note: {
    readonly subject: string;
    readonly kind: string;
    readonly text: string | null | undefined;
    readonly actor: string;
    readonly wallNow: number;
  },
): void {
  const { subject, kind, text, actor, wallNow } = note;
  if (text === null || text === undefined) return;
  const id = change.newId('nte');
  change.write(
    noteStatement({
      id,
      customerId: change.customer.id,
      subject,
      kind,
      text,
      actor,
      at: change.now,
      recordedAt: wallNow,
    }),
  );
}
