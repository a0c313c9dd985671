import type { CustomerUsage, PartnerUsage, ResourceUsage } from '../../adapters/partner-usage/port.ts';
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
  const month = await loadUsage(db, customer.id, `${today.slice(0, 8)}01`);
  const known = month?.currency === currency ? latestStatements(month.statements) : [];
  // Nothing used and nothing stated that could be restated: Microsoft need not be asked for the parts of nothing.
  const isNothing = known.length === 0 && !/[1-9]/.test(row.totalCost);
  const resources = isNothing ? [] : await resourcesOf(partnerUsage, row.customerTenantId);
  const statements = stateMonth(known, figuresOf(resources, currency), today, now);
  await recordUsage(
    db,
    customer.id,
    { currency, statements },
    { total: row.totalCost, budget: row.budget, seenAt: now, changedAt: wallNow() },
  );
}

async function resourcesOf(partnerUsage: PartnerUsage, tenant: string): Promise<readonly ResourceUsage[]> {
  const resources: ResourceUsage[] = [];
  for (const { planId } of await partnerUsage.plans(tenant))
    resources.push(...(await partnerUsage.resources(tenant, planId)));
  return resources;
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
