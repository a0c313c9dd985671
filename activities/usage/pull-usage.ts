import type { CustomerUsage, PartnerUsage, ResourceUsage } from '../../adapters/partner-usage/port.ts';
import type { CustomerHead } from '../../db/customers.ts';
import { loadUsage, recordUsage } from '../../db/usage.ts';
import { type Day, type Instant, monthOf } from '../../domain/calendar/day.ts';
import { dayOfFigures, isNearTurn } from '../../domain/usage/figures-day.ts';
import { minorOfText } from '../../domain/usage/minor-of-text.ts';
import { type MonthFigure, stateMonth } from '../../domain/usage/state-month.ts';
import { latestStatements } from '../../domain/usage/usage-history.ts';
import type { ActivityDeps } from '../deps.ts';

/** A customer's month so far as Microsoft shows it now. */
export interface MonthSoFar {
  /** Decimal text. */
  readonly total: string;
  /** The newest day that it speaks of. */
  readonly day: Day;
}

/**
 * The month so far of a row of Microsoft's list. About the turn of a month Microsoft is asked of which it is, together with its
 * total: the list may be older than the turn.
 */
export async function monthSoFar(
  { partnerUsage }: Pick<ActivityDeps, 'partnerUsage'>,
  row: CustomerUsage,
  now: Instant,
): Promise<MonthSoFar> {
  const figures = isNearTurn(now) ? await partnerUsage.summary(row.customerTenantId) : { ...row, periodStart: null };
  return { total: figures.totalCost, day: dayOfFigures(figures, now) };
}

/**
 * Reads what each resource has cost this month so far, and states the days anew that this changes. Microsoft's figures
 * name no region and no hour; the newest day takes what is new.
 */
export async function pullUsage(
  { db, partnerUsage, wallNow }: Pick<ActivityDeps, 'db' | 'partnerUsage' | 'wallNow'>,
  customer: CustomerHead,
  row: CustomerUsage,
  { total, day }: MonthSoFar,
  now: Instant,
): Promise<void> {
  const currency = row.currency ?? customer.currency;
  const [first, last] = monthOf(day);
  const stated = await loadUsage(db, customer.id, first);
  const known =
    stated?.currency === currency ? latestStatements(stated.statements.filter((one) => one.day <= last)) : [];
  // Nothing used and nothing stated that could be restated: Microsoft need not be asked for the parts of nothing.
  const isNothing = known.length === 0 && !/[1-9]/.test(total);
  const resources = isNothing ? [] : await resourcesOf(partnerUsage, row.customerTenantId);
  const statements = stateMonth(known, figuresOf(resources, currency), day, now);
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
