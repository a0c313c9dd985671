import type { CustomerUsage, ResourceUsage } from '../../adapters/partner-usage/port.ts';
import type { CustomerHead } from '../../db/customers.ts';
import { loadUsage, recordUsage } from '../../db/usage.ts';
import { dayAt, type Instant } from '../../domain/calendar/day.ts';
import { minorOfText } from '../../domain/usage/minor-of-text.ts';
import { type MonthFigure, stateMonth } from '../../domain/usage/state-month.ts';
import { latestStatements } from '../../domain/usage/usage-history.ts';
import type { ActivityDeps } from '../deps.ts';

/**
 * Reads what each resource has cost this month so far, and states the days anew that this changes. Microsoft's figures
 * name no region and no hour; the newest day takes what is new.
 */
export async function pullUsage(
  { db, partnerUsage, wallNow }: Pick<ActivityDeps, 'db' | 'partnerUsage' | 'wallNow'>,
  customer: CustomerHead,
  row: CustomerUsage,
  now: Instant,
): Promise<void> {
  const currency = row.currency ?? customer.currency;
  const today = dayAt(now, customer.timeZone);
  const resources: ResourceUsage[] = [];
  for (const plan of await partnerUsage.plans(row.customerTenantId))
    resources.push(...(await partnerUsage.resources(row.customerTenantId, plan.planId)));
  const month = await loadUsage(db, customer.id, `${today.slice(0, 8)}01`);
  const known = month?.currency === currency ? latestStatements(month.statements) : [];
  const statements = stateMonth(known, figuresOf(resources, currency), today, now);
  await recordUsage(
    db,
    customer.id,
    { currency, statements },
    { total: row.totalCost, budget: row.budget, seenAt: now, changedAt: wallNow() },
  );
}

/** By service and kind, as a resource's type names them: `Microsoft.Compute/virtualMachines`. */
function figuresOf(resources: readonly ResourceUsage[], currency: string): readonly MonthFigure[] {
  const figures = new Map<string, MonthFigure>();
  for (const { resourceType, totalCost } of resources) {
    // Azure is not of one mind about capitals.
    const [service = 'unknown', ...kinds] = (resourceType ?? 'unknown').toLowerCase().split('/');
    const kind = kinds.join('/') || 'all';
    const key = `${service}/${kind}`;
    const before = figures.get(key)?.total ?? 0n;
    figures.set(key, { service, kind, total: before + minorOfText(totalCost, currency) });
  }
  return [...figures.values()];
}
