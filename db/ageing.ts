import { sql } from 'kysely';
import type { Day, Instant } from '../domain/calendar/day.ts';
import { type Ageing, ageingBuckets } from '../domain/receivables/ageing.ts';
import type { Db } from './database.ts';
import { toDate } from './database-time.ts';

export interface AgeingQuestion {
  /** The end of this day, in each customer's own zone. Any day, also a past one. */
  readonly asOf: Day;
  /** Business instant: only what was known then. Default: all that is known now. */
  readonly knownAt?: Instant | undefined;
  readonly currency?: string | undefined;
  /** Only this customer, whatever his clock. Default: all customers on the live clock. */
  readonly customer?: string | undefined;
}

/**
 * Receivables by age, per currency, summed from the ledger alone: what is open of an instalment on a day is what its
 * journals of that day and earlier add up to (design, "Facts"). Buckets are those of `domain/receivables/ageing.ts`.
 */
export async function ageingSql(db: Db, question: AgeingQuestion): Promise<ReadonlyMap<string, Ageing>> {
  const { asOf, knownAt, currency, customer } = question;
  const whose = customer === undefined ? sql`customer.clock_mode = 'live'` : sql`customer.id = ${customer}`;
  const { rows } = await sql<{ currency: string; effective_due_on: Day; open: bigint }>`
    select open.currency, instalment.effective_due_on, sum(open.amount)::bigint as open
    from (
      select line.invoice_id, line.instalment, line.currency, sum(line.amount_minor) as amount
      from journal_line as line
      join journal on journal.id = line.journal_id
      join customer on customer.id = line.customer_id
      where line.account = 'receivable' and journal.effective_on <= ${asOf} and ${whose}
        ${knownAt === undefined ? sql`` : sql`and journal.at <= ${toDate(knownAt)}`}
        ${currency === undefined ? sql`` : sql`and line.currency = ${currency}`}
      group by line.invoice_id, line.instalment, line.currency
    ) as open
    join instalment using (invoice_id, instalment)
    where open.amount <> 0
    group by open.currency, instalment.effective_due_on`.execute(db);
  const byCurrency = Map.groupBy(rows, (row) => row.currency);
  return new Map(
    [...byCurrency].map(([code, items]) => [
      code,
      ageingBuckets(
        items.map((item) => ({ effectiveDueOn: item.effective_due_on, open: item.open })),
        asOf,
      ),
    ]),
  );
}
