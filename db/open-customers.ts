import type { Db } from './database.ts';

/** Ids of all customers whose life is not over, the oldest first. */
export async function openCustomers(db: Db): Promise<readonly string[]> {
  const rows = await db.selectFrom('customer').select('id').where('phase', '!=', 'closed').orderBy('id').execute();
  return rows.map((row) => row.id);
}
