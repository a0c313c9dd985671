import { type AccessGrant, foldGrant, isOver } from '../domain/access/access-grant.ts';
import type { GrantFactDraft } from '../domain/access/grant-facts.ts';
import { toDate, toDateOrNull } from './database-time.ts';
import { factStream, type LoadedStream } from './fact-stream.ts';

/** A grant with all that is known of it. */
export type LoadedGrant = LoadedStream<GrantFactDraft, AccessGrant>;

/** The first fact of a grant is its request. */
export const {
  load: loadGrant,
  begin: openGrant,
  carryOn: continueGrant,
} = factStream<'access_grant', GrantFactDraft, AccessGrant>({
  table: 'access_grant',
  key: 'grant_id',
  fold: foldGrant,
  beginning: ({ target, startsAt, endsAt, askedBy }) => ({
    target: JSON.stringify(target),
    starts_at: toDate(startsAt),
    ends_at: toDate(endsAt),
    asked_by: askedBy,
  }),
  standing: (known) => ({
    approved_at: toDateOrNull(known.approvedAt),
    refused_at: toDateOrNull(known.refusedAt),
    activating_at: toDateOrNull(known.activatingAt),
    assignment: known.assignment,
    revoked_at: toDateOrNull(known.revokedAt),
    ended_at: toDateOrNull(known.endedAt),
    closed_at: isOver(known) ? toDateOrNull(known.refusedAt ?? known.endedAt) : null,
  }),
  audited: (id, { kind, seq, body }) => ({ kind: `access.${kind}`, body: { grant: id, seq, ...body } }),
});
