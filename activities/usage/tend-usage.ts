import { Context } from '@temporalio/activity';
import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import type { CustomerUsage } from '../../adapters/partner-usage/port.ts';
import type { RoundReport } from '../../contracts/round-activities.ts';
import { businessNow } from '../../db/customers.ts';
import { customerOfTenant } from '../../db/customer-of-tenant.ts';
import { findUsageMark } from '../../db/usage.ts';
import type { ActivityDeps } from '../deps.ts';
import { sendAlerts } from '../budget/send-alerts.ts';
import { watchBudget } from '../budget/watch-budget.ts';
import { pullUsage } from './pull-usage.ts';
import { watchCustomer } from './watch-usage.ts';

/**
 * The daily look at what is consumed (practices 17, 18), whether or not it is billed by use. One call lists every
 * customer's month; only those whose figures have changed are read in detail and watched. One customer who cannot be
 * read does not keep the others from being watched.
 * @returns how many customers are on the list, and how many cases had news
 */
export async function tendUsage(deps: ActivityDeps): Promise<RoundReport> {
  const list = await deps.partnerUsage.customers();
  let woken = 0;
  for (const row of list) {
    Context.current().heartbeat(row.customerTenantId);
    woken += await tendCustomer(deps, row).catch((error: unknown) => {
      if (!(error instanceof PartnerCenterError)) throw error;
      deps.log.warn({ code: error.code, kind: error.kind, tenant: row.customerTenantId }, 'usage could not be read');
      return 0;
    });
  }
  await sendAlerts(deps);
  return { looked: list.length, woken };
}

async function tendCustomer(deps: ActivityDeps, row: CustomerUsage): Promise<number> {
  const customer = await customerOfTenant(deps.db, row.customerTenantId);
  if (customer === undefined) return 0;
  const mark = await findUsageMark(deps.db, customer.id);
  if (mark?.total === row.totalCost && mark.budget === row.budget) return 0;
  const now = businessNow(customer, deps.wallNow());
  await pullUsage(deps, customer, row, now);
  await watchBudget(deps, customer, row, now);
  return await watchCustomer(deps, customer, now);
}
