import type { TimelineEntry } from '../../contracts/timeline.ts';
import type { Db } from '../../db/database.ts';
import { notesAbout } from '../../db/notes.ts';
import type { TimelineEvent } from '../../db/timeline.ts';
import { factSummary } from './fact-summaries.ts';

/** Where the things that a body names have their address. */
const ADDRESSES: Readonly<Record<string, string>> = {
  invoice: '/v1/invoices/',
  payment: '/v1/payments/',
  hold: '/v1/holds/',
  dispute: '/v1/disputes/',
  prepayment: '/v1/prepayments/',
  approval: '/v1/approvals/',
};
/** What a typed text can be about: the reason of a hold, of a credit note, of a command. */
const SUBJECTS = ['hold', 'dispute', 'promise', 'plan', 'creditNote', 'invoice', 'payment', 'approval', 'command'];

type Body = Readonly<Record<string, unknown>>;

/** Entries of a timeline, with the reasons that people gave. */
export async function timelineEntries(db: Db, events: readonly TimelineEvent[]): Promise<readonly TimelineEntry[]> {
  const subjects = events.flatMap((event) => subjectsOf(event));
  const notes = await notesAbout(db, [...new Set(subjects)]);
  return events.map((event) => {
    const { at, recordedAt, kind, actor } = event;
    const typed = subjectsOf(event).flatMap((subject) => notes.get(subject) ?? []);
    const reason = typed.find((note) => note.at === at)?.text ?? codedReason(event.body);
    return { at, recordedAt, kind, actor, summary: summaryOf(event), reason, links: linksOf(bodyOf(event)) };
  });
}

function summaryOf({ kind, body, fact }: TimelineEvent): string {
  if (fact !== null) return factSummary(kind, fact.body);
  const text = (member: string): string => {
    const value = body[member];
    return typeof value === 'string' ? value : '';
  };
  switch (kind) {
    case 'decision':
      return `decided: phase ${text('phase')}, service ${text('service')}`;
    case 'notDone':
      return `not done: ${text('what')}`;
    case 'command.given':
      return `asked: ${text('kind')}`;
    case 'command.applied':
      return 'command applied';
    case 'command.refused':
      return `command refused: ${text('code')}`;
    case 'effect.decided':
      return `to do: ${text('effect')}`;
    case 'effect.dropped':
      return `no longer to do: ${text('effect')}`;
    case 'request.refused':
      return `refused: ${text('code')}`;
    default:
      return kind;
  }
}

function codedReason(body: Body): string | null {
  return typeof body['because'] === 'string' ? body['because'] : null;
}

function linksOf(body: Body): Record<string, string> {
  const links = Object.entries(ADDRESSES).flatMap(([member, address]): [string, string][] => {
    const id = body[member];
    return typeof id === 'string' ? [[member, address + id]] : [];
  });
  return Object.fromEntries(links);
}

function subjectsOf(event: TimelineEvent): readonly string[] {
  const body = bodyOf(event);
  return SUBJECTS.flatMap((member) => (typeof body[member] === 'string' ? [body[member]] : []));
}

/** What the entry is about: the fact's own body where it is one, else the audit's. */
function bodyOf({ body, fact }: TimelineEvent): Body {
  return fact !== null && typeof fact.body === 'object' && fact.body !== null ? (fact.body as Body) : body;
}
