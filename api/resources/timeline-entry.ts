import type { TimelineEntry } from '../../contracts/timeline.ts';
import { commandsByIds } from '../../db/commands.ts';
import type { Db } from '../../db/database.ts';
import { existingApprovals } from '../../db/lists/approvals.ts';
import { noticeIds } from '../../db/lists/notices.ts';
import type { TimelineEvent } from '../../db/timeline.ts';
import type { PendingCommand } from '../../domain/commands/command.ts';
import { commandSummary } from './command-summaries.ts';
import { factSummary } from './fact-summaries.ts';
import { bodyOf, typedReasons } from './typed-reasons.ts';

/** Where the things that an entry names have their address. */
const ADDRESSES: Readonly<Record<string, string>> = {
  invoice: '/v1/invoices/',
  payment: '/v1/payments/',
  hold: '/v1/holds/',
  dispute: '/v1/disputes/',
  promise: '/v1/promises/',
  plan: '/v1/payment-plans/',
  prepayment: '/v1/prepayments/',
  approval: '/v1/approvals/',
  task: '/v1/tasks/',
  note: '/v1/notes/',
  notice: '/v1/notices/',
};

type Body = Readonly<Record<string, unknown>>;

/** Entries of one customer's timeline, with the reasons that people gave. */
export async function timelineEntries(db: Db, events: readonly TimelineEvent[]): Promise<readonly TimelineEntry[]> {
  const commands = await commandsOf(db, events);
  const commandOf = ({ body }: TimelineEvent) => commands.get(String(body['command']));
  const reasonFor = await typedReasons(db, events, commandOf);
  const notices = await noticesOf(db, events);
  const approvals = await approvalsOf(db, events, commandOf);
  return events.map((event) => {
    const { at, recordedAt, kind, actor } = event;
    const command = commandOf(event);
    const notice = notices.get(effectKeyOf(event) ?? '');
    const body = { ...bodyOf(event, command), ...(notice !== undefined && { notice }) };
    const reason = reasonFor(event, command) ?? codedReason(event);
    const links = linksOf(body, approvals);
    return { at, recordedAt, kind, actor, summary: summaryOf(event, command), reason, links };
  });
}

function summaryOf(event: TimelineEvent, command: PendingCommand | undefined): string {
  const { kind, body, fact } = event;
  if (fact !== null) return factSummary(kind, fact.body);
  const asked = command === undefined ? 'a command' : commandSummary(command);
  switch (kind) {
    case 'decision':
      return `decided: phase ${text(body, 'phase')}, service ${text(body, 'service')}`;
    case 'notDone':
      return `not done: ${text(body, 'what').replace(/^step:/, '')}`;
    case 'command.given':
      return `asked to ${asked}`;
    case 'command.applied':
      return `applied: ${asked}`;
    case 'command.refused':
      return `refused to ${asked}`;
    case 'effect.decided':
      return `to do: ${effectText(body)}`;
    case 'effect.sending':
      return `under way: ${effectText(body)}`;
    case 'effect.resumed':
      return `under way again after a crash: ${effectText(body)}`;
    case 'effect.dropped':
      return `no longer to do: ${effectText(body)}`;
    case 'request.refused':
      return `a request was refused: ${text(body, 'route')}`;
    default:
      return OTHERS[kind] ?? inWords(kind);
  }
}

/** Events of the audit that are neither fact nor decision. */
const OTHERS: Readonly<Record<string, string>> = {
  'contacts.changed': 'contacts changed',
  'profile.changed': 'name, numbers or addresses changed',
  'note.added': 'a note was left',
  'hygiene.review.opened': 'a review of the directory began',
  'hygiene.review.scanned': 'the directory was looked at',
  'hygiene.review.told': 'the customer was written to about the directory',
  'hygiene.review.undelivered': 'a letter about the directory came back',
  'hygiene.letterBounced': 'a letter about the directory came back',
  'hygiene.review.disabling': 'accounts are being disabled, as the customer allows',
  'hygiene.review.disabled': 'accounts were disabled, as the customer allows',
  'hygiene.review.deleted': 'accounts were deleted, as the customer allows',
  'hygiene.review.closed': 'the review of the directory is closed',
  'access.successorDecided': 'a relationship nears its end: a successor is to be offered',
  'access.successorOffered': 'the successor of a relationship was offered to the customer',
  'access.successorTold': 'the customer was sent the link to approve it',
  'access.successorInForce': 'the customer has approved it, and the groups are taken over',
  'access.successorRefused': 'Microsoft did not take the successor of a relationship',
  'access.successorOver': 'the successor of a relationship is over without having been in force',
  'access.endingAsked': 'somebody asked for a relationship to be ended',
  'access.endingApproved': 'a second person approved that it be ended',
  'access.endingRefused': 'a second person refused that it be ended',
  'access.endingFailed': 'Microsoft refused to end a relationship',
  'access.relationshipEndedByUs': 'a relationship was ended by us, as read back',
  'history.read': 'the history was read',
  'audit.read': 'the audit was read',
  'life.restarted': 'the life was started anew',
  'life.behind': 'a run of the past was ended',
};

/** `security.case.containmentChecked` is "security case: containment checked". */
function inWords(kind: string): string {
  const words = kind.split('.').map((part) => part.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));
  const what = words.pop() ?? kind;
  return words.length === 0 ? what : `${words.join(' ')}: ${what}`;
}

/** `stop sub_…`, `reminder-2 1.1`: keys are made of what the effect is about. */
function effectText(body: Body): string {
  return text(body, 'effect')
    .replace(/^notice\/\w+\//, '')
    .replaceAll('/', ' ');
}

/** Why, where no person gave a reason: the code of a refusal, what held a step back. */
function codedReason({ body }: TimelineEvent): string | null {
  const because = body['because'] ?? body['code'];
  if (typeof because !== 'string') return null;
  const detail = Object.values(typeof body['detail'] === 'object' ? { ...body['detail'] } : {});
  return detail.length === 0 ? because : `${because} (${detail.join(', ')})`;
}

function linksOf(body: Body, approvals: ReadonlySet<string>): Record<string, string> {
  const links = Object.entries(ADDRESSES).flatMap(([member, address]): [string, string][] => {
    const id = body[member];
    if (typeof id !== 'string' || (member === 'approval' && !approvals.has(id))) return [];
    return [[member, address + id]];
  });
  return Object.fromEntries(links);
}

/** The approvals among those that entries name: an order brings the id of one along, and most are decided without it. */
async function approvalsOf(
  db: Db,
  events: readonly TimelineEvent[],
  commandOf: (event: TimelineEvent) => PendingCommand | undefined,
): Promise<ReadonlySet<string>> {
  const named = events.flatMap((event) => {
    const { approval } = bodyOf(event, commandOf(event));
    return typeof approval === 'string' ? [approval] : [];
  });
  return await existingApprovals(db, [...new Set(named)]);
}

async function commandsOf(db: Db, events: readonly TimelineEvent[]): Promise<ReadonlyMap<string, PendingCommand>> {
  const ids = events.flatMap(({ body }) => (typeof body['command'] === 'string' ? [body['command']] : []));
  const commands = await commandsByIds(db, [...new Set(ids)]);
  return new Map(commands.map((command) => [command.command, command]));
}

async function noticesOf(db: Db, events: readonly TimelineEvent[]): Promise<ReadonlyMap<string, string>> {
  const [first] = events;
  if (first === undefined) return new Map();
  return await noticeIds(
    db,
    first.customerId,
    events.flatMap((event) => effectKeyOf(event) ?? []),
  );
}

/** The effect that an entry speaks of: the key of a letter, where it is about one. */
function effectKeyOf({ kind, body, fact }: TimelineEvent): string | undefined {
  if (typeof body['effect'] === 'string') return body['effect'];
  if (!kind.startsWith('notice.') || fact === null) return undefined;
  const ref: Body = typeof fact.body === 'object' ? { ...fact.body } : {};
  return `notice/${text(ref, 'noticeKind')}/${text(ref, 'step')}/${text(ref, 'occurrence')}`;
}

function text(body: Body, member: string): string {
  const value = body[member];
  return typeof value === 'string' ? value : '';
}
