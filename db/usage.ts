import { type Day, type Instant, monthOf } from '../domain/calendar/day.ts';
import { latestStatements, type UsageLine, type UsageStatement } from '../domain/usage/usage-history.ts';
import { businessNow, type CustomerHead, headOf, lockCustomer } from './customers.ts';
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

/** A month of a customer's usage, by any of its days. */
export interface UsageMonth {
  readonly customerId: string;
  readonly currency: string;
  readonly day: Day;
}

/** The statement that holds for each known day of a month. */
export async function knownMonth(
  db: Db,
  { customerId, currency, day }: UsageMonth,
): Promise<readonly UsageStatement[]> {
  const [first, last] = monthOf(day);
  const stated = await loadUsage(db, customerId, first);
  return stated?.currency === currency ? latestStatements(stated.statements.filter((one) => one.day <= last)) : [];
}

/**
 * States days of a month anew, by what is known of it. All under the customer's lock: of two sources that state a month at the
 * same time, Microsoft's list and the export, each would lose what the other has just said.
 * @returns when it became known, which is after everything that was known of the month before
 */
export async function stateUsage(
  db: Db,
  month: UsageMonth,
  wallNow: Instant,
  state: (known: readonly UsageStatement[], knownAt: Instant) => readonly UsageStatement[],
): Promise<Instant> {
  return await db.transaction().execute(async (trx) => {
    const customer = await lockCustomer(trx, month.customerId);
    const known = await knownMonth(trx, month);
    const knownAt = Math.max(businessNow(customer, wallNow), ...known.map((one) => one.knownAt + 1));
    const statements = state(known, knownAt);
    await insertStatements(trx, month.customerId, { currency: month.currency, statements });
    return knownAt;
  });
}

/** Notes what was seen in Microsoft's list. `changedAt` is wall time, by which rounds go. */
export async function putUsageMark(
  db: Db,
  customerId: string,
  {
    total,
    budget,
    currency,
    seenAt,
    changedAt,
  }: UsageMark & { readonly currency: string; readonly changedAt: Instant },
): Promise<void> {
  const mark = { total, budget, currency, seen_at: toDate(seenAt), changed_at: toDate(changedAt) };
  await db
    .insertInto('usage_mark')
    .values({ customer_id: customerId, ...mark })
    .onConflict((conflict) => conflict.column('customer_id').doUpdateSet(mark))
    .execute();
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
