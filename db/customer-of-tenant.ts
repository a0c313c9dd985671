import { type CustomerHead, findCustomer } from './customers.ts';
import type { Db } from './database.ts';

/** Whose tenant at Microsoft this is; undefined for a tenant that is no customer of ours. */
export async function customerOfTenant(db: Db, tenant: string): Promise<CustomerHead | undefined> {
  const row = await db
    .selectFrom('customer')
    .select('id')
    .where('microsoft_tenant_id', '=', tenant)
    .orderBy('id')
    .executeTakeFirst();
  return row && (await findCustomer(db, row.id));
}
