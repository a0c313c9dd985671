import { sql } from 'kysely';
import type { Db } from './database.ts';

/**
 * Customers of ours that ids of Microsoft's stand for: their tenant, a subscription, or an Azure subscription that an alert
 * has named before. In the order of their ids.
 *
 * @param ids in lower case
 */
export async function customersNamed(db: Db, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const named = [...ids];
  const byTenant = db
    .selectFrom('customer')
    .select('id as customer')
    .where(({ fn }) => fn('lower', ['microsoft_tenant_id']), 'in', named);
  const bySubscription = db
    .selectFrom('subscription')
    .select('customer_id as customer')
    .where(({ fn }) => fn('lower', ['microsoft_id']), 'in', named);
  const byAlert = db
    .selectFrom('security_case_fact')
    .innerJoin('security_case', 'security_case.id', 'security_case_fact.case_id')
    .select('customer_id as customer')
    .where('security_case_fact.kind', '=', 'case.alertLinked')
    .where(sql`body ->> 'azureSubscription'`, 'in', named);
  const rows = await byTenant.union(bySubscription).union(byAlert).execute();
  return rows.map(({ customer }) => customer).toSorted();
}
