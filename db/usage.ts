import type { Day, Instant } from '../domain/calendar/day.ts';
import type { UsageLine, UsageStatement } from '../domain/usage/usage-history.ts';
import { type CustomerHead, headOf } from './customers.ts';
import type { Db, Trx } from './database.ts';
import { toDate, toInstant, toIso } from './database-time.ts';
import { insertRows } from './json-rows.ts';
import type { StoredUsageLine } from './tables/usage-tables.ts';

/** What Microsoft's list said of a customer when it was last looked at further. */
export interface UsageMark {
  readonly total: string;
  /** Decimal text in the currency of the figures; null where none is set at Microsoft. */
  readonly budget: string | null;
  readonly seenAt: Instant;
}

export interface StatedUsage {
  readonly currency: string;
  readonly statements: readonly UsageStatement[];
}

/** Statements from a day on, as they became known; undefined when there are none. A customer's usage has one currency. */
export async function loadUsage(db: Db, customerId: string, from: Day): Promise<StatedUsage | undefined> {
  const rows = await db
    .selectFrom('usage_statement')
    .select(['day', 'known_at', 'lines', 'currency'])
    .where('customer_id', '=', customerId)
    .where('day', '>=', from)
    .orderBy('day')
    .orderBy('known_at')
    .execute();
  const currency = rows.at(-1)?.currency;
  if (currency === undefined) return undefined;
  const statements = rows
    .filter((row) => row.currency === currency)
    .map(({ day, known_at, lines }) => ({ day, knownAt: toInstant(known_at), lines: lines.map(lineOf) }));
  return { currency, statements };
}

/** Adds statements and notes what was seen, in one transaction. `changedAt` is wall time, by which rounds go. */
export async function recordUsage(
  db: Db,
  customerId: string,
  { currency, statements }: StatedUsage,
  { total, budget, seenAt, changedAt }: UsageMark & { readonly changedAt: Instant },
): Promise<void> {
  const mark = {
    customer_id: customerId,
    total,
    budget,
    seen_at: toDate(seenAt),
    changed_at: toDate(changedAt),
    currency,
  };
  await db.transaction().execute(async (trx) => {
    await insertStatements(trx, customerId, { currency, statements });
    await trx
      .insertInto('usage_mark')
      .values(mark)
      .onConflict((conflict) =>
        conflict
          .column('customer_id')
          .doUpdateSet({ total, budget, seen_at: mark.seen_at, changed_at: mark.changed_at, currency }),
      )
      .execute();
  });
}

/** Adds statements that another source than the list of all customers gave. */
export async function recordStatements(db: Db, customerId: string, stated: StatedUsage): Promise<void> {
  await db.transaction().execute((trx) => insertStatements(trx, customerId, stated));
}

async function insertStatements(trx: Trx, customerId: string, { currency, statements }: StatedUsage): Promise<void> {
  const rows = statements.map(({ day, knownAt, lines }) => ({
    customer_id: customerId,
    day,
    known_at: toIso(knownAt),
    lines: lines.map(storedLine),
    cost_minor: String(lines.reduce((sum, { cost }) => sum + cost, 0n)),
    currency,
  }));
  if (rows.length > 0) await trx.executeQuery(insertRows('usage_statement', COLUMNS, rows)(trx));
}

const COLUMNS = ['customer_id', 'day', 'known_at', 'lines', 'cost_minor', 'currency'];

export async function findUsageMark(db: Db, customerId: string): Promise<UsageMark | undefined> {
  const row = await db.selectFrom('usage_mark').selectAll().where('customer_id', '=', customerId).executeTakeFirst();
  return row && markOf(row);
}

/** A customer of ours on Microsoft's list, and what the list said of him when he was last looked at further. */
export interface ListedCustomer {
  readonly customer: CustomerHead;
  readonly mark: UsageMark | undefined;
}

/** By tenant, in one query; a tenant that is no customer of ours is not in it. */
export async function listedCustomers(
  db: Db,
  tenants: readonly string[],
): Promise<ReadonlyMap<string, ListedCustomer>> {
  if (tenants.length === 0) return new Map();
  const rows = await db
    .selectFrom('customer')
    .leftJoin('usage_mark', 'usage_mark.customer_id', 'customer.id')
    .selectAll('customer')
    .select(['usage_mark.total', 'usage_mark.budget', 'usage_mark.seen_at'])
    .where('customer.microsoft_tenant_id', 'in', [...tenants])
    .orderBy('customer.id', 'desc')
    .execute();
  // Of several customers with one tenant the first counts, as in `customerOfTenant`: it is set last.
  return new Map(rows.map((row) => [row.microsoft_tenant_id ?? '', { customer: headOf(row), mark: markOf(row) }]));
}

function markOf(row: { total: string | null; budget: string | null; seen_at: Date | null }): UsageMark | undefined {
  const { total, budget, seen_at: seenAt } = row;
  return total === null || seenAt === null ? undefined : { total, budget, seenAt: toInstant(seenAt) };
}

function lineOf({ cost, night, ...part }: StoredUsageLine): UsageLine {
  return { ...part, cost: BigInt(cost), night: night === null ? null : BigInt(night) };
}

function storedLine({ region, service, kind, cost, night }: UsageLine): StoredUsageLine {
  return { region, service, kind, cost: String(cost), night: night === null ? null : String(night) };
}
