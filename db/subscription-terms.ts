import { type Selectable, sql } from 'kysely';
import type { Day, Instant } from '../domain/calendar/day.ts';
import type { Charge } from '../domain/partner/running-cost.ts';
import { type SubscriptionTerm, toldOfUpTo } from '../domain/service/data-loss.ts';
import type { Db } from './database.ts';
import { toDate } from './database-time.ts';
import type { PartnerTables } from './tables/partner-tables.ts';

/** A subscription's term as just read at Microsoft. */
export interface SeenTerm extends Omit<SubscriptionTerm, 'suspendedSince'> {
  readonly microsoftId: string;
}

/** Keeps the terms of a customer's subscriptions. `today` is when a suspension was first seen. */
export async function keepTerms(
  db: Db,
  customerId: string,
  terms: readonly SeenTerm[],
  { today, wallNow }: { readonly today: Day; readonly wallNow: Instant },
): Promise<void> {
  for (const { microsoftId, commerce, actual, autoRenew, endsOn } of terms) {
    const since = actual === 'suspended' ? today : null;
    const columns = { commerce, actual, auto_renew: autoRenew, ends_on: endsOn, seen_at: toDate(wallNow) };
    await db
      .insertInto('subscription_term')
      .values({ customer_id: customerId, microsoft_id: microsoftId, ...columns, suspended_since: since })
      .onConflict((conflict) =>
        conflict.columns(['customer_id', 'microsoft_id']).doUpdateSet({
          ...columns,
          suspended_since:
            since === null ? null : sql<Day>`coalesce(subscription_term.suspended_since, ${since}::date)`,
        }),
      )
      .execute();
  }
}

/** The terms of a customer's subscriptions, by Microsoft's id. */
export async function termsOf(db: Db, customerId: string): Promise<ReadonlyMap<string, SubscriptionTerm>> {
  const rows = await db.selectFrom('subscription_term').selectAll().where('customer_id', '=', customerId).execute();
  return new Map(rows.map((row) => [row.microsoft_id, termOf(row)]));
}

/** A subscription of a live customer whose data may soon be lost. */
export interface TermNearLoss {
  readonly customerId: string;
  readonly timeZone: string;
  readonly microsoftId: string;
  readonly term: SubscriptionTerm;
}

/** Terms of live customers that are near the loss of their data or past it: whether and what is told, the domain says. */
export async function termsNearLoss(db: Db, today: Day): Promise<readonly TermNearLoss[]> {
  const { endsOn, suspendedSince } = toldOfUpTo(today);
  const rows = await db
    .selectFrom('subscription_term')
    .innerJoin('customer', 'customer.id', 'subscription_term.customer_id')
    .selectAll('subscription_term')
    .select('customer.time_zone')
    .where('clock_mode', '=', 'live')
    .where('phase', 'not in', ['closed', 'refused'])
    .where('actual', '<>', 'deleted')
    .where((of) =>
      of.or([
        of.and([of('commerce', '=', 'new'), of('ends_on', '<=', endsOn)]),
        of.and([of('commerce', '=', 'legacy'), of('suspended_since', '<=', suspendedSince)]),
      ]),
    )
    .orderBy('customer_id')
    .orderBy('microsoft_id')
    .execute();
  return rows.map((row) => ({
    customerId: row.customer_id,
    timeZone: row.time_zone,
    microsoftId: row.microsoft_id,
    term: termOf(row),
  }));
}

function termOf(row: Selectable<PartnerTables['subscription_term']>): SubscriptionTerm {
  return {
    commerce: row.commerce,
    actual: row.actual,
    autoRenew: row.auto_renew,
    endsOn: row.ends_on,
    suspendedSince: row.suspended_since,
  };
}

/** What these subscriptions cost on the newest invoice that names each, by Microsoft's id. */
export async function latestCharges(
  db: Db,
  microsoftIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly currency: string; readonly charges: readonly Charge[] }>> {
  if (microsoftIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; amount: bigint; currency: string; frequency: Charge['frequency'] }>`
    select charge.microsoft_subscription_id as id, amount_minor as amount, charge.currency, frequency
    from partner_charge charge
    where charge.microsoft_subscription_id = any(${[...microsoftIds]})
      and charge.invoice_id = (
        select other.invoice_id from partner_charge other join partner_invoice on partner_invoice.id = other.invoice_id
        where other.microsoft_subscription_id = charge.microsoft_subscription_id
        order by invoiced_on desc, other.invoice_id desc limit 1)
    order by id, place`.execute(db);
  return new Map(
    [...Map.groupBy(rows, ({ id }) => id)].map(([id, charges]) => [
      id,
      {
        currency: charges[0]?.currency ?? '',
        charges: charges.map(({ amount, frequency }) => ({ amount, frequency })),
      },
    ]),
  );
}
