import type { CustomerUsage, PartnerUsage, ResourceUsage } from '../../adapters/partner-usage/port.ts';
import { businessNow, type CustomerHead } from '../../db/customers.ts';
import { knownMonth, stateUsage } from '../../db/usage.ts';
import type { Day, Instant } from '../../domain/calendar/day.ts';
import { dayOfFigures, isNearTurn } from '../../domain/usage/figures-day.ts';
import { minorOfText } from '../../domain/usage/minor-of-text.ts';
import { type MonthFigure, stateMonth } from '../../domain/usage/state-month.ts';
import type { ActivityDeps } from '../deps.ts';

/** A customer's month so far as Microsoft shows it now. */
export interface MonthSoFar {
  /** Decimal text. */
  readonly total: string;
  readonly currency: string;
  /** The newest day that it speaks of. */
  readonly day: Day;
}

/**
 * The month so far of a row of Microsoft's list. About the turn of a month Microsoft is asked of which it is, together with its
 * total: the list may be older than the turn.
 */
export async function monthSoFar(
  { partnerUsage, wallNow }: Pick<ActivityDeps, 'partnerUsage' | 'wallNow'>,
  customer: CustomerHead,
  row: CustomerUsage,
): Promise<MonthSoFar> {
  const now = businessNow(customer, wallNow());
  const figures = isNearTurn(now) ? await partnerUsage.summary(row.customerTenantId) : { ...row, periodStart: null };
  return { total: figures.totalCost, currency: row.currency ?? customer.currency, day: dayOfFigures(figures, now) };
}

/**
 * Reads what each resource has cost this month so far, and states the days anew that this changes. Microsoft's figures
 * name no region and no hour; the newest day takes what is new.
 * @returns when this became known
 */
export async function pullUsage(
  { db, partnerUsage, wallNow }: Pick<ActivityDeps, 'db' | 'partnerUsage' | 'wallNow'>,
  customerId: string,
  tenant: string,
  { total, currency, day }: MonthSoFar,
): Promise<Instant> {
  const month = { customerId, currency, day };
  // Nothing used and nothing stated that could be restated: Microsoft need not be asked for the parts of nothing.
  const isNothing = !/[1-9]/.test(total) && (await knownMonth(db, month)).length === 0;
  const figures = isNothing ? [] : figuresOf(await resourcesOf(partnerUsage, tenant), currency);
  return await stateUsage(db, month, wallNow(), (known, at) => stateMonth(known, figures, day, at));
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
