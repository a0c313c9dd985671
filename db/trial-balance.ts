import { sql } from 'kysely';
import type { Day } from '../domain/calendar/day.ts';
import type { LedgerAccount } from '../domain/ledger/journal.ts';
import type { Db } from './database.ts';

/** An account's turnover up to a day, in minor units; `balance` is debit less credit. */
export interface AccountBalance {
  readonly currency: string;
  readonly account: LedgerAccount;
  readonly debit: bigint;
  readonly credit: bigint;
  readonly balance: bigint;
}

/**
 * Every account at the end of a day, from the journals alone; per currency the balances come to zero. Customers on test
 * clocks are left out unless asked for: their money never was.
 */
export async function trialBalance(
  db: Db,
  { asOf, testClocks = false }: { readonly asOf: Day; readonly testClocks?: boolean },
): Promise<readonly AccountBalance[]> {
  const live = sql`and (line.customer_id is null or exists (
    select from customer where customer.id = line.customer_id and customer.clock_mode = 'live'))`;
  const { rows } = await sql<AccountBalance>`
    select line.currency, line.account,
           coalesce(sum(line.amount_minor) filter (where line.amount_minor > 0), 0)::bigint as debit,
           coalesce(-sum(line.amount_minor) filter (where line.amount_minor < 0), 0)::bigint as credit,
           sum(line.amount_minor)::bigint as balance
    from journal_line as line join journal on journal.id = line.journal_id
    where journal.effective_on <= ${asOf} ${testClocks ? sql`` : live}
    group by line.currency, line.account
    order by line.currency, line.account`.execute(db);
  return rows;
}
