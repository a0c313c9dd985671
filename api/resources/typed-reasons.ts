import type { PendingCommand } from '../../domain/commands/command.ts';
import type { Db } from '../../db/database.ts';
import { type Note, notesAbout } from '../../db/notes.ts';
import type { TimelineEvent } from '../../db/timeline.ts';

/** What a typed text can be about: the reason of a hold, of a credit note, of a command. */
const SUBJECTS = ['hold', 'dispute', 'promise', 'plan', 'creditNote', 'invoice', 'payment', 'approval', 'task'];
/** Which of the texts about a thing goes with which fact or command about it; `reason` with all others. */
const KINDS: Readonly<Record<string, string>> = {
  'hold.release': 'release',
  'hold.released': 'release',
  'dispute.resolved': 'resolution',
  'approval.decide': 'decision',
  'approval.decided': 'decision',
  'task.close': 'closure',
  'task.closed': 'closure',
};

type Body = Readonly<Record<string, unknown>>;

/** What an entry of a timeline is about: the fact's own body where it is one, the command's, else the audit's. */
export function bodyOf({ body, fact }: TimelineEvent, command: PendingCommand | undefined): Body {
  const about = fact?.body ?? command?.body;
  return typeof about === 'object' && about !== null ? { ...about } : body;
}

/** Finds the text that a person typed for an entry, if any. */
export type ReasonFor = (event: TimelineEvent, command: PendingCommand | undefined) => string | undefined;

/** Loads what people typed about all that these entries speak of. */
export async function typedReasons(
  db: Db,
  events: readonly TimelineEvent[],
  commandOf: (event: TimelineEvent) => PendingCommand | undefined,
): Promise<ReasonFor> {
  const subjects = events.flatMap((event) => subjectsOf(event, commandOf(event)));
  const notes = await notesAbout(db, [...new Set(subjects)]);
  return (event, command) => {
    const about = subjectsOf(event, command).flatMap((subject) => notes.get(subject) ?? []);
    return textFor(event, command, about);
  };
}

function textFor(
  event: TimelineEvent,
  command: PendingCommand | undefined,
  about: readonly Note[],
): string | undefined {
  const wanted = KINDS[command?.kind ?? event.kind] ?? 'reason';
  // What fell due or was settled was released by nobody, and a decision speaks for itself.
  if (event.fact === null && command === undefined) return undefined;
  if (event.kind === 'hold.released' && bodyOf(event, command)['because'] !== 'released') return undefined;
  const text =
    about.findLast((note) => note.kind === wanted && note.at <= event.at) ?? about.find((note) => note.at === event.at);
  return text?.text;
}

function subjectsOf(event: TimelineEvent, command: PendingCommand | undefined): readonly string[] {
  const body = bodyOf(event, command);
  const named = SUBJECTS.flatMap((member) => (typeof body[member] === 'string' ? [body[member]] : []));
  return command === undefined ? named : [...named, command.command];
}
