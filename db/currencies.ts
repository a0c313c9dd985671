import type { Db } from './database.ts';

/** The currencies in which customers trade, that of most customers first. */
export async function currenciesInUse(db: Db): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('customer')
    .select('currency')
    .groupBy('currency')
    .orderBy((of) => of.fn.countAll(), 'desc')
    .orderBy('currency')
    .execute();
  return rows.map((row) => row.currency);
}
