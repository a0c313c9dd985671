import type { z } from 'zod';
import { accessGrant } from '../../contracts/access-grants.ts';
import { loadGrant } from '../../db/access-grants.ts';
import { businessNow, findCustomer } from '../../db/customers.ts';
import type { Db } from '../../db/database.ts';
import { grantEvidence } from '../../db/lists/access-grants.ts';
import { notesAbout } from '../../db/notes.ts';
import { stateOf } from '../../domain/access/access-grant.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import { Refusal } from '../../domain/errors.ts';
import { accessView } from '../access/access-view.ts';
import type { Resource } from '../resource.ts';

/** What texts are to a grant, among the notes. */
export const GRANT_NOTES = { reason: 'reason', decision: 'decision', revocation: 'revocation' } as const;

/** A grant of access with every fact of it. */
export const accessGrantResource: Resource<typeof accessGrant> = {
  name: 'grant',
  schema: accessGrant,
  load: grantView,
};

/** @throws Refusal `not_found` */
export async function grantView(db: Db, id: string, wallNow: Instant): Promise<z.output<typeof accessGrant>> {
  const loaded = await loadGrant(db, id);
  const customer = loaded && (await findCustomer(db, loaded.customerId));
  if (loaded === undefined || customer === undefined) throw new Refusal('not_found', `there is no access grant ${id}`);
  const { known } = loaded;
  const evidence = await grantEvidence(db, id);
  const decided = evidence.find(
    ({ kind, body }) => kind === 'grant.approved' || (kind === 'grant.refused' && body['because'] === 'person'),
  );
  const notes = (await notesAbout(db, [id])).get(id) ?? [];
  const text = (kind: string) => notes.find((note) => note.kind === kind)?.text ?? null;
  return {
    id,
    customer: customer.id,
    state: stateOf(known, businessNow(customer, wallNow)),
    access: accessView(known.target),
    startsAt: known.startsAt,
    endsAt: known.endsAt,
    askedBy: known.askedBy,
    askedAt: known.askedAt,
    reason: text(GRANT_NOTES.reason),
    waiverAsked: known.waiverAsked,
    decidedBy: decided?.actor ?? null,
    decidedAt: decided?.at ?? null,
    note: text(GRANT_NOTES.decision),
    waivedControls: [...known.waived],
    refusal: known.refusal,
    shutOutAt: known.shutOutAt,
    activatedAt: known.activatedAt,
    revokedAt: known.revokedAt,
    endedAt: known.endedAt,
    evidence: evidence.map(({ at, kind, actor, body }) => ({ at, kind, by: actor, body })),
  };
}
