import { sql } from 'kysely';
import type { Db } from './database.ts';

/** A customer of whom something was stopped in cases that are closed, the oldest first. */
export interface ClosedFrauds {
  readonly customerId: string;
  readonly tenant: string;
  readonly cases: readonly string[];
}

/** Closed frauds with a containment that nobody has taken back, by customer. Test clocks and customers who have left are left out. */
export async function closedFrauds(db: Db): Promise<readonly ClosedFrauds[]> {
  const rows = await db
    .selectFrom('security_case as one')
    .innerJoin('customer', 'customer.id', 'one.customer_id')
    .select(['one.id', 'one.customer_id', 'customer.microsoft_tenant_id'])
    .where('one.verdict', '=', 'fraud')
    .where('one.closed_at', 'is not', null)
    .where('customer.clock_mode', '=', 'live')
    .where('customer.phase', 'not in', ['closed', 'refused'])
    .where('customer.microsoft_tenant_id', 'is not', null)
    .where(
      sql<boolean>`exists (
        select from security_case_fact as ordered
        where ordered.case_id = one.id and ordered.kind = 'case.containmentOrdered'
          and not exists (
            select from security_case_fact as back
            where back.case_id = one.id and back.kind = 'case.reversalOrdered'
              and back.body ->> 'containment' = ordered.body ->> 'containment'))`,
    )
    .orderBy('one.customer_id')
    .orderBy('one.id')
    .execute();
  return [...Map.groupBy(rows, ({ customer_id: id }) => id)].map(([customerId, of]) => ({
    customerId,
    tenant: of[0]?.microsoft_tenant_id ?? '',
    cases: of.map(({ id }) => id),
  }));
}
