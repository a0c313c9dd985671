import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../domain/calendar/day.ts';
import { exposure } from '../domain/receivables/exposure.ts';
import type { Db } from './database.ts';
import { toDate } from './database-time.ts';

/** A customer's figures in minor units of his currency, on his own day: what `standing()` gives, summed by PostgreSQL. */
export interface StandingFigures {
  readonly open: bigint;
  readonly overdue: bigint;
  readonly disputed: bigint;
  readonly promised: bigint;
  readonly collectible: bigint;
  readonly prepaid: bigint;
  readonly unapplied: bigint;
  /** Consumed and not yet invoiced. */
  readonly unbilled: bigint;
  /** Open and unbilled, less prepaid and unapplied. */
  readonly exposure: bigint;
}

/** The calendar day of a customer (a row of `customer` in the query) at a wall instant. */
export function customerToday(wallNow: Instant): RawBuilder<string> {
  return sql<string>`((${toDate(wallNow)}::timestamptz + customer.clock_offset_ms * interval '1 millisecond') at time zone customer.time_zone)::date`;
}

/**
 * Figures of these customers by id. The definition is `standing()` in `domain/receivables/standing.ts`; this sums the
 * same way: within an invoice the disputed part, and over the customer the promised part, take the oldest first, so that
 * both meet what is overdue before anything else.
 */
export async function standingsOf(
  db: Db,
  customers: readonly string[],
  wallNow: Instant,
): Promise<ReadonlyMap<string, StandingFigures>> {
  const { rows } = await sql<{ id: string } & Omit<StandingFigures, 'exposure'>>`
    with who as (
      select customer.id, ${customerToday(wallNow)} as today,
             coalesce((policy_version.document -> 'promise' ->> 'toleranceDays')::int, 0) as tolerance
      from customer
      left join policy_version on policy_version.key = customer.policy_key and policy_version.version = customer.policy_version
      where customer.id = any(${customers})
    ), invoiced as (
      select who.id, instalment.invoice_id, sum(open_minor) as open,
             coalesce(sum(open_minor) filter (where effective_due_on < today), 0) as overdue
      from who join instalment on instalment.customer_id = who.id and instalment.open_minor > 0
      group by who.id, instalment.invoice_id
    ), claimed as (
      select dispute.invoice_id, sum(amount_minor) as claim
      from who join dispute on dispute.customer_id = who.id and dispute.state = 'open'
      group by dispute.invoice_id
    ), owed as (
      select id, sum(open) as open, sum(overdue) as overdue,
             sum(least(coalesce(claim, 0), open)) as disputed,
             sum(least(coalesce(claim, 0), overdue)) as disputed_overdue
      from invoiced left join claimed using (invoice_id)
      group by id
    ), pledged as (
      select who.id, sum(amount_minor - kept_minor) as pledge
      from who join promise on promise.customer_id = who.id and promise.state = 'open' and today <= due_on + tolerance
      group by who.id
    ), pots as (
      select who.id, sum(-amount_minor) filter (where account = 'prepaid') as prepaid,
             sum(-amount_minor) filter (where account = 'unapplied') as unapplied
      from who join balance on balance.customer_id = who.id
      group by who.id
    )
    select who.id,
           coalesce(open, 0)::bigint as open,
           coalesce(overdue, 0)::bigint as overdue,
           coalesce(disputed, 0)::bigint as disputed,
           least(coalesce(pledge, 0), coalesce(open - disputed, 0))::bigint as promised,
           coalesce(overdue - disputed_overdue - least(coalesce(pledge, 0), overdue - disputed_overdue), 0)::bigint as collectible,
           coalesce(prepaid, 0)::bigint as prepaid,
           coalesce(unapplied, 0)::bigint as unapplied,
           coalesce(unbilled_usage.amount_minor, 0)::bigint as unbilled
    from who left join owed using (id) left join pledged using (id) left join pots using (id)
    left join unbilled_usage on unbilled_usage.customer_id = who.id`.execute(db);
  return new Map(rows.map(({ id, ...figures }) => [id, { ...figures, exposure: exposure(figures) }]));
}
