import type { z } from 'zod';
import type { usage, usageQuery } from '../../contracts/usage.ts';
import { businessNow, type CustomerHead } from '../../db/customers.ts';
import type { Db } from '../../db/database.ts';
import { loadAccount } from '../../db/load-account.ts';
import { standingsOf } from '../../db/standings.ts';
import { detailView } from './detail-view.ts';
import { findUsageMark, loadUsage } from '../../db/usage.ts';
import { addDays, type Day, dayAt, type Instant } from '../../domain/calendar/day.ts';
import { type Money, money } from '../../domain/money.ts';
import { forecastMonth } from '../../domain/usage/forecast.ts';
import { type LimitOutlook, type SpendingLimits, spendingOutlook } from '../../domain/usage/outlook.ts';
import type { UsageHistory, UsageStatement } from '../../domain/usage/usage-history.ts';

type View = z.output<typeof usage>;

const LOOKED_AT_DAYS = 90;

/** A customer's consumption of the last ninety days by day and service, and where the month is heading. */
export async function usageView(
  db: Db,
  customer: CustomerHead,
  query: z.output<typeof usageQuery>,
  wallNow: Instant,
): Promise<View> {
  const now = businessNow(customer, wallNow);
  const mark = await findUsageMark(db, customer.id);
  const stated = await loadUsage(db, customer.id, addDays(dayAt(now, customer.timeZone), -LOOKED_AT_DAYS));
  const seenAt = mark?.seenAt ?? null;
  const detail = await detailView(db, customer.id, dayAt(now, customer.timeZone), query);
  if (stated === undefined) return { customer: customer.id, currency: null, days: [], seenAt, forecast: null, detail };
  const { currency, statements } = stated;
  const history: UsageHistory = { ...stated, timeZone: customer.timeZone, activity: [], agreed: [] };
  const limits = currency === customer.currency ? await limitsOf(db, customer, wallNow) : NO_LIMITS;
  return {
    customer: customer.id,
    currency,
    days: [...latestByDay(statements).values()].map((statement) => dayView(statement, currency)),
    seenAt,
    forecast: forecastView(history, now, limits),
    detail,
  };
}

const NO_LIMITS: SpendingLimits = { budget: null, prepaid: null, credit: null };

async function limitsOf(db: Db, customer: CustomerHead, wallNow: Instant): Promise<SpendingLimits> {
  const { account } = await loadAccount(db, customer);
  const figures = (await standingsOf(db, [customer.id], wallNow)).get(customer.id);
  const { creditLimit } = account.traits;
  return {
    budget: account.monthlyBudget,
    prepaid: account.prepaid,
    credit: creditLimit === null ? null : { limit: BigInt(creditLimit.minor), exposure: figures?.exposure ?? 0n },
  };
}

/** A later statement of a day replaces the earlier one. They come in the order of day and of becoming known. */
function latestByDay(statements: readonly UsageStatement[]): ReadonlyMap<Day, UsageStatement> {
  return new Map(statements.map((statement) => [statement.day, statement]));
}

function dayView({ day, lines }: UsageStatement, currency: string): View['days'][number] {
  const services = new Map<string, bigint>();
  for (const { service, cost } of lines) services.set(service, (services.get(service) ?? 0n) + cost);
  const total = [...services.values()].reduce((sum, cost) => sum + cost, 0n);
  return {
    day,
    cost: money(total, currency),
    services: [...services].map(([service, cost]) => ({ service, cost: money(cost, currency) })),
  };
}

function forecastView(history: UsageHistory, now: Instant, limits: SpendingLimits): View['forecast'] {
  const month = forecastMonth(history, now);
  if (month === undefined) return null;
  const amount = (minor: bigint): Money => money(minor, history.currency);
  const outlook = spendingOutlook(month, limits);
  const against = (one: LimitOutlook | null) => one && { ...one, leftAtEnd: amount(one.leftAtEnd) };
  const { from, until, knownUntil } = month;
  return {
    from,
    until,
    knownUntil,
    soFar: amount(month.soFar),
    expected: amount(month.expected),
    low: amount(month.low),
    high: amount(month.high),
    against: { budget: against(outlook.budget), prepaid: against(outlook.prepaid), credit: against(outlook.credit) },
  };
}
