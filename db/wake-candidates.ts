import { sql } from 'kysely';
import type { Instant } from '../domain/calendar/day.ts';
import type { Db } from './database.ts';
import { toDate } from './database-time.ts';

/** A life that a round would wake. */
export interface WakeCandidate {
  readonly customerId: string;
}

/** A life that has facts it has not assessed since before `before` (wall instant), and what to tell it. */
export async function livesBehind(db: Db, before: Instant) {
  const rows = await db
    .selectFrom('customer')
    .select(['id', 'epoch', 'clock_mode', 'fact_version', 'marked_because'])
    .whereRef('fact_version', '>', 'assessed_version')
    .where('marked_at', '<', toDate(before))
    .orderBy('marked_at')
    .limit(1000)
    .execute();
  return rows.map((row) => ({
    customerId: row.id,
    epoch: row.epoch,
    testClock: row.clock_mode === 'test',
    change: { factVersion: row.fact_version, because: row.marked_because },
  }));
}

/** Lives on the live clock that slept past their deadline, or that have an effect nobody carries out. */
export async function livesPastDeadline(db: Db, before: Instant): Promise<readonly WakeCandidate[]> {
  return await db
    .selectFrom('customer')
    .select('id as customerId')
    .where('clock_mode', '=', 'live')
    .where('phase', '!=', 'closed')
    .whereRef('fact_version', '=', 'assessed_version')
    .where((of) =>
      of.or([
        of('wake_at', '<', toDate(before)),
        of.exists(
          of
            .selectFrom('effect')
            .whereRef('effect.customer_id', '=', 'customer.id')
            .where('effect.state', '=', 'decided')
            .where('effect.decided_at', '<', toDate(before))
            .select(sql`1`.as('one')),
        ),
      ]),
    )
    .orderBy('id')
    .limit(1000)
    .execute();
}

/** Customers with something overdue on their own day whose phase does not show it and who have not been looked at since that day began. */
export async function newlyOverdue(db: Db, wallNow: Instant): Promise<readonly WakeCandidate[]> {
  const today = sql<string>`(${toDate(wallNow)}::timestamptz at time zone customer.time_zone)::date`;
  return await db
    .selectFrom('customer')
    .select('customer.id as customerId')
    .where('clock_mode', '=', 'live')
    .where('phase', '=', 'active')
    .where('assessed_at', '<', sql<Date>`${today}::timestamp at time zone customer.time_zone`)
    .where((of) =>
      of.exists(
        of
          .selectFrom('instalment')
          .whereRef('instalment.customer_id', '=', 'customer.id')
          .where('open_minor', '>', 0n)
          .where('effective_due_on', '<', today)
          .select(sql`1`.as('one')),
      ),
    )
    .orderBy('customer.id')
    .limit(1000)
    .execute();
}

/** Customers whose prepaid balance lies below their policy's limit and who were not asked for a top-up that is still open. */
export async function lowPrepaid(db: Db): Promise<readonly WakeCandidate[]> {
  return await db
    .selectFrom('customer')
    .innerJoin('balance', (join) =>
      join.onRef('balance.customer_id', '=', 'customer.id').on('balance.account', '=', 'prepaid'),
    )
    .innerJoin('policy_version', (join) =>
      join
        .onRef('policy_version.key', '=', 'customer.policy_key')
        .onRef('policy_version.version', '=', 'customer.policy_version'),
    )
    .select('customer.id as customerId')
    .where('clock_mode', '=', 'live')
    .where('phase', 'in', ['active', 'dunning', 'suspended'])
    // Ledger credit is negative: what is prepaid is owed to the customer.
    .where(sql<boolean>`-balance.amount_minor < (policy_version.document -> 'prepaid' -> 'lowAt' ->> 'minor')::bigint`)
    .where((of) =>
      of.exists(
        of
          .selectFrom('prepayment')
          .whereRef('prepayment.customer_id', '=', 'customer.id')
          .where('settled_minor', '>', 0n)
          .select(sql`1`.as('one')),
      ),
    )
    .where((of) =>
      of.not(
        of.exists(
          of
            .selectFrom('prepayment')
            .whereRef('prepayment.customer_id', '=', 'customer.id')
            .where('purpose', '=', 'topUp')
            .where('state', '!=', 'settled')
            .select(sql`1`.as('one')),
        ),
      ),
    )
    .orderBy('customer.id')
    .limit(1000)
    .execute();
}

/** Customers on the live clock who are linked to a tenant and not closed, in the order of their ids, behind `after`. */
export async function customersWithTenant(
  db: Db,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<readonly WakeCandidate[]> {
  return await db
    .selectFrom('customer')
    .select('id as customerId')
    .where('clock_mode', '=', 'live')
    .where('microsoft_tenant_id', 'is not', null)
    .where('phase', 'not in', ['closed', 'refused'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();
}
