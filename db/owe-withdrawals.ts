import { sql } from 'kysely';
import type { Instant } from '../domain/calendar/day.ts';
import type { Db } from './database.ts';
import { toDate } from './database-time.ts';

/**
 * Owes the withdrawal of our application's consent where a customer is closed. While a case, a grant or a review of it is open,
 * the tenant still has to be reached: rights of our own people that nobody could take back any more would be worse than a
 * consent too long. Wall instant.
 */
export async function oweWithdrawals(db: Db, wallNow: Instant): Promise<void> {
  await sql`
    insert into microsoft_duty (customer_id, kind, revision, state, asked_at)
    select customer.id, 'withdrawal', 1, 'due', ${toDate(wallNow)}
    from customer
    join microsoft_duty consent on consent.customer_id = customer.id and consent.kind = 'consent' and consent.state = 'done'
    where customer.phase = 'closed'
      and not exists (
        select from microsoft_duty known where known.customer_id = customer.id and known.kind = 'withdrawal'
      )
      and not exists (select from security_case one where one.customer_id = customer.id and one.closed_at is null)
      and not exists (select from access_grant one where one.customer_id = customer.id and one.closed_at is null)
      and not exists (select from hygiene_review one where one.customer_id = customer.id and one.closed_at is null)
    on conflict (customer_id, kind) do nothing
  `.execute(db);
}
