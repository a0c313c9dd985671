import type { Db } from './database.ts';
import type { Statement } from './statement.ts';

/** The case by which the tenant of each of these customers has used its one credit request (practice 37), by customer. */
export async function creditUsedByTenant(db: Db, customers: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (customers.length === 0) return new Map();
  const rows = await db
    .selectFrom('customer')
    .innerJoin('credit_request', 'credit_request.tenant', 'customer.microsoft_tenant_id')
    .select(['customer.id', 'credit_request.case_id'])
    .where('customer.id', 'in', [...customers])
    .execute();
  return new Map(rows.map(({ id, case_id }) => [id, case_id]));
}

/** The one request of a tenant. A second one fails the transaction. */
export function creditRequestStatement(tenant: string, caseId: string): Statement {
  return (trx) => trx.insertInto('credit_request').values({ tenant, case_id: caseId }).compile();
}
