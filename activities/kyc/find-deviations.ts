import { Context } from '@temporalio/activity';
import type { RoundReport } from '../../contracts/round-activities.ts';
import { listAgreedUses } from '../../db/agreed-uses.ts';
import { businessNow, findCustomer } from '../../db/customers.ts';
import { customersWithNewUsage, noteLook } from '../../db/kyc-looks.ts';
import { deviationsStatement } from '../../db/kyc-deviations.ts';
import { findKycProfile } from '../../db/kyc-profiles.ts';
import { loadAccount } from '../../db/load-account.ts';
import { loadUsage } from '../../db/usage.ts';
import { dayAt, monthOf } from '../../domain/calendar/day.ts';
import { spokenOf, usageDeviations } from '../../domain/kyc/deviations.ts';
import type { ActivityDeps } from '../deps.ts';

/**
 * Compares this month's consumption with what was agreed, of customers whose figures have changed since the last look. What is
 * found is kept, each thing once; that somebody is to look at the customer follows from it.
 */
export async function findDeviations(deps: Pick<ActivityDeps, 'db' | 'wallNow'>): Promise<RoundReport> {
  const { db, wallNow } = deps;
  const changed = await customersWithNewUsage(db);
  for (const { customerId, seenAt } of changed) {
    Context.current().heartbeat(customerId);
    const customer = await findCustomer(db, customerId);
    if (customer === undefined) continue;
    const { account } = await loadAccount(db, customer);
    const needs = await findKycProfile(db, customerId);
    const [month] = monthOf(dayAt(businessNow(customer, wallNow()), customer.timeZone));
    const usage = await loadUsage(db, customerId, month);
    // Amounts of two currencies are not compared: what was agreed counts in the customer's.
    const isSameCurrency = usage?.currency === customer.currency;
    const told = (await listAgreedUses(db, customerId)).filter(({ until }) => until >= month);
    const announced = (kind: 'region' | 'service') => told.flatMap((use) => (use.kind === kind ? [use.subject] : []));
    // In the order of days, which is that of the statements.
    const latest = [...new Map((usage?.statements ?? []).map((one) => [one.day, one])).values()];
    const found = usageDeviations(latest, {
      services: spokenOf(needs?.expectedServices ?? [], announced('service')),
      regions: spokenOf(needs?.expectedRegions ?? [], announced('region')),
      monthlySpend: isSameCurrency ? (needs?.monthlySpend ?? null) : null,
      monthlyBudget: isSameCurrency ? account.monthlyBudget : null,
    });
    await db.transaction().execute(async (trx) => {
      if (found.length > 0) await trx.executeQuery(deviationsStatement(customerId, found, wallNow())(trx));
      await noteLook(trx, customerId, seenAt);
    });
  }
  return { looked: changed.length, woken: 0 };
}
