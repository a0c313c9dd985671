import { sql } from 'kysely';
import type { Instant } from '../../domain/calendar/day.ts';
import { currencyDigits } from '../../domain/currencies.ts';
import type { Phase } from '../../domain/decision.ts';
import type { HoldReason } from '../../domain/facts/collection-facts.ts';
import { type CustomerHead, headOf } from '../customers.ts';
import type { Db } from '../database.ts';
import { idCursor, type Page, pageOf, type PageRequest } from '../page.ts';
import { customerToday, type StandingFigures, standingsOf } from '../standings.ts';
import { activeHoldsOf, type HoldRecord } from './holds.ts';

export interface CustomerFilter {
  readonly phase?: Phase | undefined;
  /** With such a hold in force. */
  readonly hold?: HoldReason | undefined;
  /** At least this much overdue: a decimal in each customer's own currency. */
  readonly minOverdue?: string | undefined;
  /** Part of the name or of the external id, whatever the case. */
  readonly q?: string | undefined;
}

/** A customer in a list. `name` is null once it was erased. */
export interface CustomerListItem {
  readonly head: CustomerHead;
  readonly name: string | null;
  readonly standing: StandingFigures;
  readonly holds: readonly HoldRecord[];
}

/** Customers in the order in which they were registered. */
export async function listCustomers(
  db: Db,
  filter: CustomerFilter,
  { limit, cursor }: PageRequest,
  wallNow: Instant,
): Promise<Page<CustomerListItem>> {
  let query = db
    .selectFrom('customer')
    .leftJoin('customer_profile', 'customer_profile.customer_id', 'customer.id')
    .selectAll('customer')
    .select('customer_profile.name');
  if (cursor !== undefined) query = query.where('customer.id', '>', idCursor('cus', cursor));
  if (filter.phase !== undefined) query = query.where('customer.phase', '=', filter.phase);
  if (filter.hold !== undefined) query = query.where(holdInForce(filter.hold));
  if (filter.q !== undefined) query = query.where(named(filter.q));
  if (filter.minOverdue !== undefined) query = query.where(await overdueAtLeast(db, filter.minOverdue, wallNow));
  const rows = await query
    .orderBy('customer.id')
    .limit(limit + 1)
    .execute();
  const { items, nextCursor } = pageOf(rows, limit, (row) => row.id);
  const ids = items.map((row) => row.id);
  const standings = await standingsOf(db, ids, wallNow);
  const holds = await activeHoldsOf(db, ids);
  return {
    items: items.flatMap((row) => {
      const standing = standings.get(row.id);
      return standing ? [{ head: headOf(row), name: row.name, standing, holds: holds.get(row.id) ?? [] }] : [];
    }),
    nextCursor,
  };
}

function holdInForce(reason: HoldReason) {
  return sql<boolean>`exists (select from hold where hold.customer_id = customer.id and hold.active and hold.reason = ${reason})`;
}

function named(part: string) {
  const pattern = `%${part.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return sql<boolean>`customer.id in (
    select customer_id from customer_profile where lower(name) like ${pattern}
    union all
    select id from customer where lower(external_id) like ${pattern})`;
}

/** Each currency has its own digits, so the limit is another number of minor units in each. */
async function overdueAtLeast(db: Db, amount: string, wallNow: Instant) {
  const currencies = await db.selectFrom('customer').select('currency').distinct().execute();
  const codes = currencies.map((row) => row.currency);
  const digits = codes.map((code) => currencyDigits(code) ?? 2);
  return sql<boolean>`(
    select coalesce(sum(instalment.open_minor), 0) from instalment
    where instalment.customer_id = customer.id and instalment.open_minor > 0 and instalment.effective_due_on < ${customerToday(wallNow)}
  ) >= (
    select ${amount}::numeric * power(10::numeric, digits)
    from unnest(${codes}::text[], ${digits}::int[]) as known (code, digits) where known.code = customer.currency
  )`;
}
