import type { z } from 'zod';
import { holdPage, holdQuery, holdRelease, newHold } from '../../contracts/holds.ts';
import type { Change } from '../../db/change.ts';
import { listHolds } from '../../db/lists/holds.ts';
import { type Day, type Instant, startOfDay } from '../../domain/calendar/day.ts';
import { requireRole } from '../actor.ts';
import { customerWrite } from '../customer-write.ts';
import type { ApiDeps } from '../deps.ts';
import { keepNote } from '../notes.ts';
import { read, readResource } from '../read.ts';
import { customerBy, customerResource } from '../resources/customer.ts';
import { holdResource, holdViews } from '../resources/hold.ts';
import { HOLD_PLACERS, HOLD_RELEASERS } from '../roles.ts';
import type { Route } from '../route.ts';
import type { WriteContext } from '../write.ts';

const tag = 'holds';

export const holdRoutes: readonly Route[] = [
  read({
    id: 'listHolds',
    path: '/v1/holds',
    tag,
    summary: 'Holds, in force and ended, the oldest first',
    query: holdQuery,
    answer: holdPage,
    async load({ db }, { query }) {
      const customer = query.customer && (await customerBy(db, query.customer)).id;
      const active = query.state && query.state === 'active';
      const { items, nextCursor } = await listHolds(db, { customer, reason: query.reason, active }, query);
      return { items: await holdViews(db, items), nextCursor };
    },
  }),
  readResource({ id: 'getHold', path: '/v1/holds/:hold', tag, summary: 'A hold', resource: holdResource }),
  customerWrite({
    id: 'placeHold',
    method: 'POST',
    path: '/v1/customers/:customer/holds',
    tag,
    summary: 'Hold an account or a subscription for a reason; who may depends on the reason',
    status: 201,
    idempotencyKey: 'required',
    body: newHold,
    because: 'hold',
    on: customerResource,
    shows: holdResource,
    change: place,
  }),
  customerWrite({
    id: 'releaseHold',
    method: 'POST',
    path: '/v1/holds/:hold/release',
    tag,
    summary: 'Release one hold; others on the same account stay',
    status: 200,
    idempotencyKey: 'required',
    body: holdRelease,
    because: 'release',
    on: holdResource,
    shows: holdResource,
    customer: async (db, { params }) => (await holdResource.load(db, params['hold'] ?? '', 0)).customer,
    change: release,
  }),
];

function place(change: Change, { actor }: WriteContext, body: z.output<typeof newHold>, { now }: ApiDeps): string {
  const { reason, scope } = body;
  requireRole(actor, HOLD_PLACERS[reason], `placing a ${reason} hold`);
  const hold = change.newId('hld');
  const until = untilOf(body.until ?? null, change.account.traits.timeZone);
  change.command('hold.place', { hold, reason, scope, until });
  keepNote(change, { subject: hold, kind: 'reason', text: body.note, actor: actor.name, wallNow: now() });
  return hold;
}

async function release(
  change: Change,
  { actor, params }: WriteContext,
  { note }: z.output<typeof holdRelease>,
  { now }: ApiDeps,
): Promise<string> {
  const wallNow = now();
  const { id: hold, reason } = await holdResource.load(change.trx, params['hold'] ?? '', wallNow);
  requireRole(actor, HOLD_RELEASERS[reason], `releasing a ${reason} hold`);
  change.command('hold.release', { hold });
  keepNote(change, { subject: hold, kind: 'release', text: note, actor: actor.name, wallNow });
  return hold;
}

/** A day ends the hold as it begins for the customer. */
function untilOf(until: Instant | Day | null, timeZone: string): Instant | null {
  return typeof until === 'string' ? startOfDay(until, timeZone) : until;
}
