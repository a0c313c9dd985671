import { sql } from 'kysely';
import type { Day, Instant } from '../domain/calendar/day.ts';
import { DEFAULT_RHYTHM } from '../domain/policy/review-rhythm.ts';
import type { Db } from './database.ts';
import { toDate } from './database-time.ts';

/** A customer who is to be looked at, or of whom somebody is to be reminded. */
export interface ReviewToDo {
  readonly customerId: string;
  readonly dueOn: Day;
  readonly because: 'yearly' | 'deviation';
  readonly what: 'review' | 'reminder';
}

/**
 * Live customers whose review has come and was not asked for yet, and those whom a reminder is due for. The same rule as
 * `reviewDue` in SQL: one question for the whole book, so that a day on which nothing is due wakes no life.
 */
export async function reviewsToDo(db: Db, wallNow: Instant): Promise<readonly ReviewToDo[]> {
  const now = toDate(wallNow);
  const { rows } = await sql<ReviewToDo>`
    with known as (
      select customer.id, (${now}::timestamptz at time zone customer.time_zone)::date as today,
             coalesce(customer.known_on, (customer.created_at at time zone customer.time_zone)::date) as known_on,
             coalesce((version.document -> 'review' ->> 'everyDays')::int, ${DEFAULT_RHYTHM.everyDays}) as every,
             coalesce((version.document -> 'review' ->> 'remindAfterDays')::int, ${DEFAULT_RHYTHM.remindAfterDays}) as remind
      from customer join policy_version version
        on version.key = customer.policy_key and version.version = customer.policy_version
      where customer.clock_mode = 'live' and customer.phase not in ('closed', 'refused', 'terminating')
    ), due as (
      select known.*, known.known_on + known.every as yearly,
             (select min(on_day) from kyc_deviation deviation
              where deviation.customer_id = known.id and deviation.on_day > known.known_on) as deviated
      from known
    ), dated as (
      select id, today, remind, least(yearly, coalesce(deviated, yearly)) as due_on,
             case when deviated < yearly then 'deviation' else 'yearly' end as because
      from due
    )
    select id as "customerId", to_char(due_on, 'YYYY-MM-DD') as "dueOn", because, what
    from dated cross join (values ('review'), ('reminder')) as wanted (what)
    where today >= due_on + case when what = 'reminder' then remind else 0 end
      and not exists (select from task where task.customer_id = dated.id
                        and task.key = wanted.what || '/' || to_char(due_on, 'YYYY-MM-DD'))
    order by id, what desc`.execute(db);
  return rows;
}
