import type { World } from '../world.ts';
import { DAY_MS, startOfDay } from '../term.ts';
import { type Decimal, decimal, percentOf } from './decimal.ts';

/** What one resource used of one meter. Instants are business time of the tenant, epoch milliseconds. */
export interface UsageLine {
  readonly id: string;
  readonly tenantId: string;
  readonly planId: string;
  readonly entitlementId: string;
  readonly usedAt: number;
  readonly resourceUri: string;
  readonly resourceType: string;
  readonly resourceGroupName: string;
  readonly resourceName: string;
  /** Absent in a line of an older run. */
  readonly region?: string;
  readonly meterId: string;
  readonly meterName: string;
  readonly category: string;
  readonly subcategory: string;
  readonly unit: string;
  readonly currencyCode: string;
  /** Oldest first: a figure appears late and may be restated. Decimal text. */
  readonly figures: readonly { readonly totalCost: string; readonly quantity: string; readonly visibleFrom: number }[];
}

/** The daily refresh of a tenant's figures (contract 8.1): until when it has been done, and whether it found the budget exceeded. */
export interface UsageRefresh {
  readonly tenantId: string;
  readonly at: number;
  readonly exceeded: boolean;
}

export interface Budget {
  /** Decimal text; null: no budget. */
  readonly amount: string | null;
}

/** A line with the figure that counted at some refresh. */
export interface Counted {
  readonly line: UsageLine;
  readonly totalCost: Decimal;
  readonly quantity: Decimal;
}

/**
 * Contract 8.1 and 18.3: figures change once a day, at an hour of the setting (I) in UTC of the tenant's business time, or when a
 * lever refreshes them. Until then those of the day before are shown, on the first day of a period those of the period before.
 */
export function figuresAt(world: World, tenantId: string): number {
  return Math.max(dailyRefresh(world, world.clock.now(tenantId)), world.refreshes.get(tenantId)?.at ?? 0);
}

/** The last daily refresh at `at` or before. */
export function dailyRefresh({ settings: { usageRefreshedAfterMs: after } }: World, at: number): number {
  return startOfDay(at - after) + after;
}

/** The billing period: the calendar month in UTC. */
export function periodOf(at: number): { readonly start: number; readonly end: number } {
  const date = new Date(at);
  const month = (offset: number): number => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + offset, 1);
  return { start: month(0), end: month(1) - DAY_MS };
}

/** What of a tenant's usage is known at `at`, in the period of `at`. */
export function usageAt(world: World, tenantId: string, at: number): Counted[] {
  return countedAt(world.usage.ownedBy(tenantId), at);
}

export function countedAt(lines: readonly UsageLine[], at: number): Counted[] {
  const { start } = periodOf(at);
  return lines.flatMap((line) => {
    const figure = line.figures.findLast((one) => one.visibleFrom <= at);
    return figure === undefined || line.usedAt < start
      ? []
      : [{ line, totalCost: decimal(figure.totalCost), quantity: decimal(figure.quantity) }];
  });
}

export function totalCost(counted: readonly Counted[]): Decimal {
  return counted.reduce((sum, one) => sum + one.totalCost, 0n);
}

/** Contract 8.2: 0 when there is no budget; may pass 100. */
export function percentUsed(world: World, tenantId: string, total: Decimal): Decimal {
  const amount = budgetOf(world, tenantId);
  return amount === null ? 0n : percentOf(total, decimal(amount));
}

/** Contract 16: the budget is absent in a sandbox. */
export function budgetOf(world: World, tenantId: string): string | null {
  return world.settings.sandbox ? null : (world.budgets.get(tenantId)?.amount ?? null);
}
