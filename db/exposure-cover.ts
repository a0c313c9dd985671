import { sql } from 'kysely';
import { exposure } from '../domain/receivables/exposure.ts';
import type { Db } from './database.ts';

/**
 * How exposed the partner is to a customer, measured by the credit limit that was agreed with him: `covered` (he has paid
 * ahead, or owes nothing), `withinLimit`, `overLimit`, `noLimit` (he owes and no limit was agreed).
 */
export type ExposureCover = 'covered' | 'withinLimit' | 'overLimit' | 'noLimit';

/** Sums of the customers of one cover and currency, in minor units. */
export interface CoverExposure {
  readonly cover: ExposureCover;
  readonly currency: string;
  readonly customers: number;
  readonly open: bigint;
  readonly unbilled: bigint;
  readonly prepaid: bigint;
  readonly unapplied: bigint;
  readonly exposure: bigint;
}

export interface CoverFilter {
  readonly currency?: string | undefined;
  /** Test clocks are left out unless asked for. */
  readonly testClocks?: boolean | undefined;
}

/** The exposure of the book by cover, the least covered first. */
export async function exposureByCover(
  db: Db,
  { currency, testClocks = false }: CoverFilter,
): Promise<readonly CoverExposure[]> {
  const { rows } = await sql<Omit<CoverExposure, 'exposure'>>`
    with standing as (
      select customer.id, customer.credit_limit_minor as credit, part.currency,
             coalesce(sum(amount_minor) filter (where account = 'receivable'), 0) as open,
             coalesce(sum(amount_minor) filter (where account = 'unbilled'), 0) as unbilled,
             coalesce(-sum(amount_minor) filter (where account = 'prepaid'), 0) as prepaid,
             coalesce(-sum(amount_minor) filter (where account = 'unapplied'), 0) as unapplied
      from exposure_part part join customer on customer.id = part.customer_id
      where true
        ${testClocks ? sql`` : sql`and customer.clock_mode = 'live'`}
        ${currency === undefined ? sql`` : sql`and part.currency = ${currency}`}
      group by customer.id, part.currency
    ), covered as (
      select *, case
        when open + unbilled - prepaid - unapplied <= 0 then 'covered'
        when credit is null then 'noLimit'
        when open + unbilled - prepaid - unapplied <= credit then 'withinLimit'
        else 'overLimit' end as cover
      from standing
    )
    select cover, currency, count(*)::int as customers, sum(open)::bigint as open, sum(unbilled)::bigint as unbilled,
           sum(prepaid)::bigint as prepaid, sum(unapplied)::bigint as unapplied
    from covered group by cover, currency
    order by array_position(array['overLimit', 'noLimit', 'withinLimit', 'covered'], cover), currency`.execute(db);
  return rows.map((row) => ({ ...row, exposure: exposure(row) }));
}
