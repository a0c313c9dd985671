import { sql } from 'kysely';
import type { Instant } from '../../domain/calendar/day.ts';
import type { Db } from '../database.ts';
import { ASKED_AT } from '../case-performance.ts';
import { toDate, toInstant } from '../database-time.ts';

/** One linked customer on the live clock. `readAt` is null where access was never read. */
export interface CoverageRow {
  readonly customer: string;
  readonly readAt: Instant | null;
  readonly admins: number;
  readonly adminsWithoutMfa: number;
  readonly azureSubscriptions: number;
  readonly hasBudget: boolean;
}

/** How far each customer is covered by what Microsoft's score asks for. */
export async function coverageRows(db: Db): Promise<readonly CoverageRow[]> {
  const rows = await db
    .selectFrom('customer')
    .leftJoin('access_standing', 'access_standing.customer_id', 'customer.id')
    .leftJoin('usage_mark', 'usage_mark.customer_id', 'customer.id')
    .select([
      'customer.id',
      'read_at',
      'admins',
      sql<number>`coalesce(jsonb_array_length(admins_without_mfa), 0)`.as('without_mfa'),
      sql<number>`coalesce(jsonb_array_length(azure_subscriptions), 0)`.as('azure'),
      'budget',
    ])
    .where('clock_mode', '=', 'live')
    .where('microsoft_tenant_id', 'is not', null)
    .where('phase', 'not in', ['closed', 'refused'])
    .orderBy('customer.id')
    .execute();
  return rows.map((row) => ({
    customer: row.id,
    readAt: row.read_at && toInstant(row.read_at),
    admins: row.admins ?? 0,
    adminsWithoutMfa: row.without_mfa,
    azureSubscriptions: row.azure,
    hasBudget: row.budget !== null,
  }));
}

/**
 * How many of Microsoft's alerts were answered since then (wall instant), and how long that took on average from their detection,
 * in milliseconds.
 */
export async function answerTimes(
  db: Db,
  since: Instant,
): Promise<{ readonly answered: number; readonly averageMs: number | null }> {
  const row = await db
    .selectFrom('security_case')
    .innerJoin('customer', 'customer.id', 'security_case.customer_id')
    .select((of) => [
      of.fn.countAll<bigint>().as('answered'),
      sql<string | null>`extract(epoch from avg(answered_at - ${ASKED_AT})) * 1000`.as('average_ms'),
    ])
    .where('clock_mode', '=', 'live')
    .where('source', '=', 'alert')
    .where('answered_at', '>=', toDate(since))
    .executeTakeFirstOrThrow();
  return {
    answered: Number(row.answered),
    averageMs: row.average_ms === null ? null : Math.round(Number(row.average_ms)),
  };
}
