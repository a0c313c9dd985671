import { sql } from 'kysely';
import type { RiskTier } from '../domain/policy/tier-terms.ts';
import { exposure } from '../domain/receivables/exposure.ts';
import type { Db } from './database.ts';
import { idCursor, type Page, pageOf, type PageRequest } from './page.ts';

/** What the partner would lose, in minor units of `currency`. */
export interface ExposureRecord {
  readonly customerId: string;
  readonly currency: string;
  readonly open: bigint;
  readonly unbilled: bigint;
  readonly prepaid: bigint;
  readonly unapplied: bigint;
  readonly exposure: bigint;
}

/** The same, summed over customers. */
export type ExposureTotal = Omit<ExposureRecord, 'customerId'> & { readonly customers: number };

export interface ExposureFilter {
  readonly currency?: string | undefined;
  /** Test clocks are left out unless asked for. */
  readonly testClocks?: boolean;
}

/** The exposure of each customer with any balance, by customer id. */
export async function listExposures(
  db: Db,
  filter: ExposureFilter,
  { limit, cursor }: PageRequest,
): Promise<Page<ExposureRecord>> {
  const after = cursor === undefined ? sql`` : sql`and customer.id > ${idCursor('cus', cursor)}`;
  const { rows } = await sql<Parts & { customerId: string }>`
    select customer.id as "customerId", ${PARTS}
    ${from(filter)} ${after}
    group by customer.id, part.currency order by customer.id limit ${limit + 1}`.execute(db);
  return pageOf(rows.map(withExposure), limit, (row) => row.customerId);
}

/** The exposure of the whole book, per currency. */
export async function totalExposure(db: Db, filter: ExposureFilter): Promise<readonly ExposureTotal[]> {
  const { rows } = await sql<Parts & { customers: number }>`
    select count(distinct customer.id)::int as customers, ${PARTS}
    ${from(filter)}
    group by part.currency order by part.currency`.execute(db);
  return rows.map(withExposure);
}

/** The sums of one risk tier and currency. */
export type TierExposure = ExposureTotal & { readonly tier: RiskTier };

/** The exposure of the book by risk tier (practices 2 and 5), the riskiest first. */
export async function exposureByTier(db: Db, filter: ExposureFilter): Promise<readonly TierExposure[]> {
  const { rows } = await sql<Parts & { customers: number; tier: RiskTier }>`
    select customer.risk_tier as tier, count(distinct customer.id)::int as customers, ${PARTS}
    ${from(filter)}
    group by customer.risk_tier, part.currency
    order by array_position(array['high', 'medium', 'low'], customer.risk_tier), part.currency`.execute(db);
  return rows.map(withExposure);
}

interface Parts {
  readonly currency: string;
  readonly open: bigint;
  readonly unbilled: bigint;
  readonly prepaid: bigint;
  readonly unapplied: bigint;
}

const PARTS = sql`part.currency,
  coalesce(sum(amount_minor) filter (where account = 'receivable'), 0)::bigint as open,
  coalesce(sum(amount_minor) filter (where account = 'unbilled'), 0)::bigint as unbilled,
  coalesce(-sum(amount_minor) filter (where account = 'prepaid'), 0)::bigint as prepaid,
  coalesce(-sum(amount_minor) filter (where account = 'unapplied'), 0)::bigint as unapplied`;

function from({ currency, testClocks = false }: ExposureFilter) {
  return sql`from exposure_part part join customer on customer.id = part.customer_id
    where true
      ${testClocks ? sql`` : sql`and customer.clock_mode = 'live'`}
      ${currency === undefined ? sql`` : sql`and part.currency = ${currency}`}`;
}

function withExposure<P extends Parts>(parts: P): P & { readonly exposure: bigint } {
  return { ...parts, exposure: exposure(parts) };
}
