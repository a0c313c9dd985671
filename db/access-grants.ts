import { type AccessGrant, foldGrant, isOver } from '../domain/access/access-grant.ts';
import type { GrantFact, GrantFactDraft } from '../domain/access/grant-facts.ts';
import type { Instant } from '../domain/calendar/day.ts';
import type { AuditEvent } from './audit.ts';
import type { Db } from './database.ts';
import { toDate, toInstant, toIso } from './database-time.ts';
import { insertRows } from './json-rows.ts';
import type { Statement } from './statement.ts';

/** A grant with all that is known of it. */
export interface LoadedGrant {
  readonly id: string;
  readonly customerId: string;
  readonly facts: readonly GrantFact[];
  readonly known: AccessGrant;
}

/** Under the lock of its customer this is the truth; undefined when there is no such grant. */
export async function loadGrant(db: Db, id: string): Promise<LoadedGrant | undefined> {
  const row = await db.selectFrom('access_grant').select('customer_id').where('id', '=', id).executeTakeFirst();
  if (row === undefined) return undefined;
  const rows = await db
    .selectFrom('access_grant_fact')
    .select(['seq', 'kind', 'at', 'body'])
    .where('grant_id', '=', id)
    .orderBy('seq')
    .execute();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- kind and body were drafted together, and nobody can change them since
  const facts = rows.map(({ at, ...fact }) => ({ ...fact, at: toInstant(at) }) as GrantFact);
  return { id, customerId: row.customer_id, facts, known: foldGrant(facts) };
}

export interface GrantStamp {
  /** Business instant. */
  readonly at: Instant;
  /** Wall instant. */
  readonly recordedAt: Instant;
  readonly actor: string;
}

/** What recording facts of a grant takes, for a change of its customer to write. */
export interface GrantRecording {
  readonly statements: readonly Statement[];
  readonly events: readonly AuditEvent[];
  readonly known: AccessGrant;
}

/** A grant that begins; the draft is its request. */
export function openGrant(
  { id, customerId }: Pick<LoadedGrant, 'id' | 'customerId'>,
  draft: GrantFactDraft,
  stamp: GrantStamp,
): GrantRecording {
  const facts = stamped([], [draft], stamp);
  const known = foldGrant(facts);
  const { target, startsAt, endsAt, askedBy } = known;
  const row: Statement = (trx) =>
    trx
      .insertInto('access_grant')
      .values({
        id,
        customer_id: customerId,
        target: JSON.stringify(target),
        starts_at: toDate(startsAt),
        ends_at: toDate(endsAt),
        asked_by: askedBy,
        opened_at: toDate(stamp.at),
        wake_at: null,
        ...standingOf(known),
      })
      .compile();
  return { statements: [row, factStatement(id, facts, stamp)], events: eventsOf(id, facts, stamp), known };
}

/** Further facts of a grant. */
export function continueGrant(
  loaded: LoadedGrant,
  drafts: readonly GrantFactDraft[],
  stamp: GrantStamp,
): GrantRecording {
  const facts = stamped(loaded.facts, drafts, stamp);
  const known = foldGrant([...loaded.facts, ...facts]);
  const row: Statement = (trx) =>
    trx.updateTable('access_grant').set(standingOf(known)).where('id', '=', loaded.id).compile();
  return {
    statements: [factStatement(loaded.id, facts, stamp), row],
    events: eventsOf(loaded.id, facts, stamp),
    known,
  };
}

function stamped(before: readonly GrantFact[], drafts: readonly GrantFactDraft[], { at }: GrantStamp): GrantFact[] {
  return drafts.map((draft, index) => ({ ...draft, seq: before.length + index + 1, at }));
}

function standingOf(known: AccessGrant) {
  const dateOf = (instant: Instant | null) => (instant === null ? null : toDate(instant));
  return {
    approved_at: dateOf(known.approvedAt),
    refused_at: dateOf(known.refusedAt),
    activating_at: dateOf(known.activatingAt),
    assignment: known.assignment,
    revoked_at: dateOf(known.revokedAt),
    ended_at: dateOf(known.endedAt),
    closed_at: isOver(known) ? dateOf(known.refusedAt ?? known.endedAt) : null,
    last_seq: known.seq,
  };
}

const COLUMNS = ['grant_id', 'seq', 'kind', 'at', 'recorded_at', 'actor', 'body'];

function factStatement(id: string, facts: readonly GrantFact[], { recordedAt, actor }: GrantStamp): Statement {
  const rows = facts.map(({ seq, kind, at, body }) => ({
    grant_id: id,
    seq,
    kind,
    at: toIso(at),
    recorded_at: toIso(recordedAt),
    actor,
    body,
  }));
  return insertRows('access_grant_fact', COLUMNS, rows);
}

/** In the customer's chain: an auditor reads a grant where the rest of the customer's life stands. */
function eventsOf(id: string, facts: readonly GrantFact[], stamp: GrantStamp): readonly AuditEvent[] {
  return facts.map(({ kind, seq, body }) => ({ ...stamp, kind: `access.${kind}`, body: { grant: id, seq, ...body } }));
}
