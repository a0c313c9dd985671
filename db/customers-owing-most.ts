import { sql } from 'kysely';
import type { Instant } from '../domain/calendar/day.ts';
import type { Db } from './database.ts';
import { customerToday, standingsOf } from './standings.ts';

/** A live customer with something collectible overdue, minor units of the currency that was asked for. */
export interface OwingCustomer {
  readonly customerId: string;
  readonly overdue: bigint;
  readonly exposure: bigint;
}

/** More than are answered: what is disputed or promised is known only after summing. */
const LOOKED_AT = 5;

/** Customers whose overdue debt is largest; disputed and promised parts do not count, since nobody can collect them. */
export async function customersOwingMost(
  db: Db,
  { currency, limit }: { readonly currency: string; readonly limit: number },
  wallNow: Instant,
): Promise<readonly OwingCustomer[]> {
  const { rows } = await sql<{ id: string }>`
    select customer.id from customer join instalment on instalment.customer_id = customer.id
    where customer.currency = ${currency} and customer.clock_mode = 'live' and instalment.open_minor > 0
      and instalment.effective_due_on < ${customerToday(wallNow)}
    group by customer.id order by sum(open_minor) desc, customer.id limit ${limit * LOOKED_AT}`.execute(db);
  const standings = await standingsOf(
    db,
    rows.map(({ id }) => id),
    wallNow,
  );
  return [...standings]
    .map(([customerId, { collectible, exposure }]) => ({ customerId, overdue: collectible, exposure }))
    .filter(({ overdue }) => overdue > 0n)
    .toSorted((a, b) =>
      a.overdue === b.overdue ? (a.customerId < b.customerId ? -1 : 1) : a.overdue > b.overdue ? -1 : 1,
    )
    .slice(0, limit);
}
