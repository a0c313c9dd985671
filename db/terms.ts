import { sql } from 'kysely';
import type { Day, Instant } from '../domain/calendar/day.ts';
import type { Db } from './database.ts';
import { toDate } from './database-time.ts';
import type { Statement } from './statement.ts';

/** A customer whose subscriptions are to be held against the terms this month. */
export interface CustomerToLookAt {
  readonly customerId: string;
  readonly tenant: string;
  readonly country: string;
  readonly partnerCountry: string;
}

/** Customers on the live clock who have a tenant and were not looked at in this month yet. */
export async function customersToLookAt(db: Db, month: string): Promise<readonly CustomerToLookAt[]> {
  const rows = await db
    .selectFrom('customer')
    .innerJoin('seller', 'seller.id', 'customer.seller_id')
    .leftJoin('terms_look', 'terms_look.customer_id', 'customer.id')
    .select([
      'customer.id as customerId',
      'customer.microsoft_tenant_id as tenant',
      'customer.country',
      'seller.addresses',
    ])
    .where('customer.clock_mode', '=', 'live')
    .where('customer.microsoft_tenant_id', 'is not', null)
    .where('customer.phase', 'not in', ['closed', 'refused'])
    .where((of) => of.or([of('terms_look.month', 'is', null), of('terms_look.month', '<', month)]))
    .orderBy('customer.id')
    .execute();
  return rows.flatMap(({ tenant, addresses, ...row }) =>
    tenant === null ? [] : [{ ...row, tenant, partnerCountry: addresses[0]?.country ?? row.country }],
  );
}

/** The customer was looked at; wall instant. */
export async function noteTermsLook(db: Db, customerId: string, month: string, wallNow: Instant): Promise<void> {
  const row = { month, looked_at: toDate(wallNow) };
  await db
    .insertInto('terms_look')
    .values({ customer_id: customerId, ...row })
    .onConflict((conflict) => conflict.column('customer_id').doUpdateSet(row))
    .execute();
}

export interface Eligibility {
  readonly segment: 'education' | 'nonprofit';
  /** Last day on which the proof holds. */
  readonly until: Day;
}

export function eligibilityStatement(
  customerId: string,
  { segment, until }: Eligibility,
  { actor, wallNow }: { readonly actor: string; readonly wallNow: Instant },
): Statement {
  const row = { until, actor, recorded_at: toDate(wallNow) };
  return (trx) =>
    trx
      .insertInto('terms_eligibility')
      .values({ customer_id: customerId, segment, ...row })
      .onConflict((conflict) => conflict.columns(['customer_id', 'segment']).doUpdateSet(row))
      .compile();
}

export async function eligibilityOf(db: Db, customerId: string): Promise<readonly Eligibility[]> {
  return await db
    .selectFrom('terms_eligibility')
    .select(['segment', 'until'])
    .where('customer_id', '=', customerId)
    .orderBy(sql`segment`)
    .execute();
}
