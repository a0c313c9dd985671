import { sql } from 'kysely';
import type { Instant } from '../domain/calendar/day.ts';
import type { Db } from './database.ts';
import { toDate, toInstant } from './database-time.ts';

/** How quickly cases were answered within a number of days. Figures are decimal texts; null where there is nothing to divide by. */
interface PeriodFigures {
  readonly days: number;
  readonly answered: number;
  readonly averageHours: string | null;
  readonly within24Hours: string | null;
}

export interface CasePerformance {
  readonly at: Instant;
  readonly periods: PeriodFigures[];
  readonly open: {
    readonly cases: number;
    readonly alerts: number;
    readonly olderThan24Hours: number;
    readonly olderThan60Days: number;
    readonly oldestReceivedAt: Instant | null;
  };
}

/** From when the time to an answer counts at Microsoft: its first detection; where none is on record, from when we were told. */
export const ASKED_AT = sql<Date>`coalesce(detected_at, received_at)`;

const PERIODS = [30, 90] as const;

/**
 * Answering over the last 30 and 90 days (practices 46 and 67), and what is open, however old (practice 42). A case counts in the
 * days in which it was answered. The average is of those answered; the share has those in its denominator as well that are not
 * answered after 24 h: who answers nothing would look perfect else. The average begins where Microsoft's does, the share is of our
 * own promise, which begins with the receipt. Each case is measured in its customer's time.
 */
export async function casePerformanceOf(db: Db, wallNow: Instant, testClocks: boolean): Promise<CasePerformance> {
  const now = sql`(${toDate(wallNow)}::timestamptz + customer.clock_offset_ms * interval '1 millisecond')`;
  const clocks = testClocks ? sql`true` : sql`customer.clock_mode = 'live'`;
  const { rows } = await sql<PeriodFigures>`
    with seen as (
      select received_at, ${ASKED_AT} as asked_at, answered_at, ${now} as now
      from security_case join customer on customer.id = security_case.customer_id
      where ${clocks}
    )
    select days::int as days,
           count(*) filter (where answered)::int as answered,
           round((avg(extract(epoch from answered_at - asked_at)) filter (where answered) / 3600)::numeric, 2)::text as "averageHours",
           round(100.0 * count(*) filter (where answered and answered_at <= received_at + interval '24 hours')
             / nullif(count(*) filter (where answered or late), 0), 1)::text as "within24Hours"
    from unnest(${[...PERIODS]}::int[]) as days
    left join lateral (
      select received_at, asked_at, answered_at,
             coalesce(answered_at > now - days * interval '1 day', false) as answered,
             answered_at is null and now > received_at + interval '24 hours' as late
      from seen
    ) as counted on true
    group by days order by days`.execute(db);
  return { at: wallNow, periods: rows, open: await openOf(db, now, clocks) };
}

async function openOf(
  db: Db,
  now: ReturnType<typeof sql>,
  clocks: ReturnType<typeof sql>,
): Promise<CasePerformance['open']> {
  const { rows } = await sql<Omit<CasePerformance['open'], 'oldestReceivedAt'> & { oldest: Date | null }>`
    select count(*)::int as cases,
           coalesce(sum((select count(*) from security_case_fact
             where case_id = security_case.id and security_case_fact.kind = 'case.alertLinked')), 0)::int as alerts,
           count(*) filter (where received_at < ${now} - interval '24 hours')::int as "olderThan24Hours",
           count(*) filter (where received_at < ${now} - interval '60 days')::int as "olderThan60Days",
           min(received_at) as oldest
    from security_case join customer on customer.id = security_case.customer_id
    where security_case.closed_at is null and ${clocks}`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('a sum has one row');
  const { oldest, ...counts } = row;
  return { ...counts, oldestReceivedAt: oldest && toInstant(oldest) };
}
