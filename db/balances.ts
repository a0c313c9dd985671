import { sql } from 'kysely';
import type { Db, Trx } from './database.ts';

/** A balance that is not what the journals add up to; null for an amount that has no row. */
export interface BalanceDifference {
  readonly sellerId: string;
  readonly customerId: string | null;
  readonly account: string;
  readonly currency: string;
  readonly kept: bigint | null;
  readonly summed: bigint | null;
}

const SUMMED = sql`
  select seller_id, customer_id, account, currency, sum(amount_minor)::bigint as amount_minor
  from journal_line group by seller_id, customer_id, account, currency`;

/** Compares the kept balances with the journals. A balance of zero and no balance are the same. */
export async function compareBalances(db: Db): Promise<readonly BalanceDifference[]> {
  const { rows } = await sql<BalanceDifference>`
    select coalesce(kept.seller_id, summed.seller_id) as "sellerId",
           coalesce(kept.customer_id, summed.customer_id) as "customerId",
           coalesce(kept.account, summed.account) as account,
           coalesce(kept.currency, summed.currency) as currency,
           kept.amount_minor as kept, summed.amount_minor as summed
    from balance as kept
    full join (${SUMMED}) as summed
      on kept.seller_id = summed.seller_id and kept.customer_id is not distinct from summed.customer_id
         and kept.account = summed.account and kept.currency = summed.currency
    where coalesce(kept.amount_minor, 0) <> coalesce(summed.amount_minor, 0)
    order by 1, 2, 3, 4`.execute(db);
  return rows;
}

/** Makes the balances what the journals say, and answers what was different. No money can be posted meanwhile. */
export async function rebuildBalances(trx: Trx): Promise<readonly BalanceDifference[]> {
  await sql`lock table balance in share row exclusive mode`.execute(trx);
  const differences = await compareBalances(trx);
  if (differences.length === 0) return [];
  await sql`update balance set amount_minor = 0 where amount_minor <> 0`.execute(trx);
  await sql`
    insert into balance (seller_id, customer_id, account, currency, amount_minor) ${SUMMED}
    on conflict on constraint balance_key do update set amount_minor = excluded.amount_minor`.execute(trx);
  return differences;
}
