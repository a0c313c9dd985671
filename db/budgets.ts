import { type Selectable, sql } from 'kysely';
import type { Day, Instant } from '../domain/calendar/day.ts';
import type { Db, Trx } from './database.ts';
import { toDate } from './database-time.ts';
import type { Statement } from './statement.ts';
import type { OnboardingTables } from './tables/onboarding-tables.ts';

/** What was agreed with a customer about a month's spending. */
export interface BudgetAgreement {
  readonly revision: number;
  readonly amount: bigint;
  readonly currency: string;
  /** Per cent, ascending. */
  readonly thresholds: readonly number[];
  readonly agreedOn: Day;
  readonly expectedUsers: number | null;
  readonly expectedLocations: readonly string[];
  /** When it is to be talked about again. */
  readonly reviewOn: Day;
}

/** What notes about an agreement are about. */
export function budgetSubject(customerId: string, revision: number): string {
  return `budget/${customerId}/${revision}`;
}

export async function latestBudget(db: Db, customerId: string): Promise<BudgetAgreement | undefined> {
  const row = await db
    .selectFrom('budget_agreement')
    .selectAll()
    .where('customer_id', '=', customerId)
    .orderBy('revision', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && agreementOf(row);
}

export function budgetStatement(
  customerId: string,
  { revision, amount, agreedOn, reviewOn, ...agreement }: BudgetAgreement,
  { actor, wallNow }: { readonly actor: string; readonly wallNow: Instant },
): Statement {
  return (trx) =>
    trx
      .insertInto('budget_agreement')
      .values({
        customer_id: customerId,
        revision,
        amount_minor: amount,
        currency: agreement.currency,
        thresholds: [...agreement.thresholds],
        agreed_on: agreedOn,
        expected_users: agreement.expectedUsers,
        expected_locations: [...agreement.expectedLocations],
        review_on: reviewOn,
        actor,
        recorded_at: toDate(wallNow),
      })
      .compile();
}

/** Thresholds of a month that were passed, each with the letter about it: null where a higher one said it, or nobody could be told. */
export async function alertsOfMonth(
  db: Db,
  customerId: string,
  month: string,
): Promise<ReadonlyMap<number, string | null>> {
  const rows = await db
    .selectFrom('budget_alert')
    .select(['percent', 'notice_id'])
    .where('customer_id', '=', customerId)
    .where('month', '=', month)
    .execute();
  return new Map(rows.map(({ percent, notice_id }) => [percent, notice_id]));
}

export async function keepAlerts(
  trx: Trx,
  alerts: { readonly customerId: string; readonly month: string; readonly percents: readonly number[] },
  noticeOf: (percent: number) => string | null,
  now: Instant,
): Promise<void> {
  await trx
    .insertInto('budget_alert')
    .values(
      alerts.percents.map((percent) => ({
        customer_id: alerts.customerId,
        month: alerts.month,
        percent,
        passed_at: toDate(now),
        notice_id: noticeOf(percent),
      })),
    )
    .execute();
}

/** Customers whose latest agreement is to be talked about again on their own day, and for which nobody has a task yet. */
export async function budgetsToReview(
  db: Db,
  wallNow: Instant,
): Promise<readonly { readonly customerId: string; readonly reviewOn: Day }[]> {
  const rows = await db
    .selectFrom('budget_agreement as agreed')
    .innerJoin('customer', 'customer.id', 'agreed.customer_id')
    .select(['agreed.customer_id', 'agreed.review_on'])
    .where('customer.phase', 'not in', ['closed', 'refused', 'terminating'])
    .where(
      'agreed.review_on',
      '<=',
      sql<Day>`((${toDate(wallNow)}::timestamptz + customer.clock_offset_ms * interval '1 millisecond') at time zone customer.time_zone)::date`,
    )
    .where((of) =>
      of.not(
        of.exists(
          of
            .selectFrom('budget_agreement as newer')
            .whereRef('newer.customer_id', '=', 'agreed.customer_id')
            .whereRef('newer.revision', '>', 'agreed.revision')
            .select(sql`1`.as('one')),
        ),
      ),
    )
    .where((of) =>
      of.not(
        of.exists(
          of
            .selectFrom('task')
            .whereRef('task.customer_id', '=', 'agreed.customer_id')
            .where('task.key', '=', sql<string>`'budgetReview/' || agreed.review_on`)
            .select(sql`1`.as('one')),
        ),
      ),
    )
    .orderBy('agreed.customer_id')
    .limit(1000)
    .execute();
  return rows.map((row) => ({ customerId: row.customer_id, reviewOn: row.review_on }));
}

function agreementOf(row: Selectable<OnboardingTables['budget_agreement']>): BudgetAgreement {
  return {
    revision: row.revision,
    amount: row.amount_minor,
    currency: row.currency,
    thresholds: row.thresholds.toSorted((one, other) => one - other),
    agreedOn: row.agreed_on,
    expectedUsers: row.expected_users,
    expectedLocations: row.expected_locations,
    reviewOn: row.review_on,
  };
}
