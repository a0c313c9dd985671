import { type RawBuilder, sql } from 'kysely';
import type { RightsUsed } from '../domain/access/relationship-use.ts';
import type { Instant } from '../domain/calendar/day.ts';
import type { Db } from './database.ts';
import { toInstant } from './database-time.ts';

/** A log that was last read longer ago tells of nobody now. */
const FRESH_MS = 3 * 86_400_000;

/**
 * When the partner's rights in a customer's tenant were used last, from what is on record: what our rounds have read, what reviews,
 * grants and containments have done, and what the tenant's own logs tell of people who are at home in the partner's tenant.
 */
export async function rightsUsed(
  db: Db,
  {
    customerId,
    partnerTenant,
    now,
  }: { readonly customerId: string; readonly partnerTenant: string; readonly now: Instant },
): Promise<RightsUsed> {
  const home = partnerTenant.toLowerCase();
  const at = new Date(now);
  const { rows } = await sql<Record<keyof RightsUsed, Date | null>>`select
    ${readAt(customerId)} as "readAt",
    greatest(${remediedAt(customerId)}, ${mayRemedy(customerId, at)},
      ${containedAt(customerId, 'revokeSessions')}) as "usersManagedAt",
    greatest(${grantedAt(customerId)}, ${hasGrant(customerId, at)},
      ${containedAt(customerId, 'removeAdminRole')}) as "rolesChangedAt",
    ${personAt(customerId, home)} as "personAt",
    ${watchedSince(customerId, new Date(now - FRESH_MS))} as "watchedSince"`.execute(db);
  const last = (name: keyof RightsUsed): Instant | null => {
    const found = rows[0]?.[name] ?? null;
    return found && toInstant(found);
  };
  return {
    readAt: last('readAt'),
    usersManagedAt: last('usersManagedAt'),
    rolesChangedAt: last('rolesChangedAt'),
    personAt: last('personAt'),
    watchedSince: last('watchedSince'),
  };
}

type When = RawBuilder<Date | null>;

function readAt(customer: string): When {
  return sql`greatest(
    (select read_at from access_standing where customer_id = ${customer}),
    (select read_at from directory_look where customer_id = ${customer}),
    (select max(read_at) from customer_log_mark
      where customer_id = ${customer} and source in ('signIns', 'directoryAudits')))`;
}

function remediedAt(customer: string): When {
  return sql`(select max(fact.recorded_at) from hygiene_review_fact fact join hygiene_review on hygiene_review.id = fact.review_id
    where customer_id = ${customer} and fact.kind in ('review.disabled', 'review.deleted')
    and jsonb_array_length(fact.body -> 'users') > 0)`;
}

/** While the customer lets us disable accounts, the right to do so is in use, whether or not there was one to disable. */
function mayRemedy(customer: string, now: Date): When {
  return sql`(select case when may_disable then ${now}::timestamptz end from hygiene_remedy_right
    where customer_id = ${customer} order by version desc limit 1)`;
}

/** What a grant has given is to be taken away again. */
function hasGrant(customer: string, now: Date): When {
  return sql`(select max(${now}::timestamptz) from access_grant
    where customer_id = ${customer} and closed_at is null and target ->> 'kind' = 'directoryRole')`;
}

function containedAt(customer: string, action: string): When {
  return sql`(select max(sent.recorded_at) from security_case
    join security_case_fact ordered on ordered.case_id = security_case.id and ordered.kind = 'case.containmentOrdered'
    join security_case_fact sent on sent.case_id = security_case.id and sent.kind = 'case.containmentSent'
      and sent.body ->> 'containment' = ordered.body ->> 'containment'
    where customer_id = ${customer} and ordered.body ->> 'action' = ${action})`;
}

function grantedAt(customer: string): When {
  return sql`(select greatest(max(activating_at), max(ended_at)) from access_grant
    where customer_id = ${customer} and activating_at is not null and target ->> 'kind' = 'directoryRole')`;
}

/** Who has ever signed in from the partner's tenant is known by his id in the directory's audit as well. */
function personAt(customer: string, home: string): When {
  return sql`greatest(
    (select max(at) from activity where customer_id = ${customer} and home_tenant = ${home}),
    (select max(at) from activity where customer_id = ${customer} and source = 'directoryAudits'
      and actor_id in (select actor_id from activity where customer_id = ${customer} and home_tenant = ${home})))`;
}

/** Since the log of sign-ins is read, and no day of it was lost; only it tells who is at home where. */
function watchedSince(customer: string, freshFrom: Date): When {
  return sql`(select greatest(mark.watched_since,
      (select max(at) from audit_event
        where chain = ${customer} and kind = 'activity.lost' and body ->> 'source' = 'signIns'))
    from customer_log_mark mark
    where customer_id = ${customer} and source = 'signIns' and scope = '' and state = 'open' and read_at >= ${freshFrom})`;
}
