import { sql } from 'kysely';
import type { Instant } from '../domain/calendar/day.ts';
import { AZURE_PLAN_PRODUCT } from '../domain/service/azure-plan.ts';
import { businessNow, type CustomerHead, headOf } from './customers.ts';
import type { Db } from './database.ts';

/** A customer whose own logs are read. */
export interface LogCustomer {
  readonly head: CustomerHead;
  readonly tenant: string;
  /** Whether anything of Azure is on record for him. */
  readonly hasAzure: boolean;
  /** Business now. */
  readonly now: Instant;
}

/** Customers with a tenant whose life is not over, in the order of their ids, behind `after`. */
export async function logCustomers(
  db: Db,
  { after, limit, wallNow }: { readonly after: string; readonly limit: number; readonly wallNow: Instant },
): Promise<readonly LogCustomer[]> {
  const rows = await db
    .selectFrom('customer')
    .selectAll('customer')
    .select((eb) =>
      eb
        .or([
          eb.exists(
            eb
              .selectFrom('subscription')
              .select('subscription.id')
              .whereRef('subscription.customer_id', '=', 'customer.id')
              .where(sql`upper(split_part(subscription.offer, ':', 1))`, '=', AZURE_PLAN_PRODUCT),
          ),
          eb.exists(
            eb
              .selectFrom('usage_mark')
              .select('usage_mark.customer_id')
              .whereRef('usage_mark.customer_id', '=', 'customer.id')
              .where('usage_mark.total', '~', '[1-9]'),
          ),
          eb.exists(
            eb
              .selectFrom('customer_log_mark')
              .select('customer_log_mark.customer_id')
              .whereRef('customer_log_mark.customer_id', '=', 'customer.id')
              .where('customer_log_mark.source', '=', 'azure'),
          ),
        ])
        .as('has_azure'),
    )
    .where('microsoft_tenant_id', 'is not', null)
    .where('phase', 'not in', ['closed', 'refused'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => {
    const head = headOf(row);
    return {
      head,
      tenant: row.microsoft_tenant_id ?? '',
      hasAzure: row.has_azure === true,
      now: businessNow(head, wallNow),
    };
  });
}
