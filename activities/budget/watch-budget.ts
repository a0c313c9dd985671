import type { CustomerUsage } from '../../adapters/partner-usage/port.ts';
import { alertsOfMonth, type BudgetAgreement, latestBudget } from '../../db/budgets.ts';
import { dutiesOf } from '../../db/microsoft-duties.ts';
import { budgetDrift } from '../../domain/budget/drift.ts';
import { passedThresholds } from '../../domain/budget/passed-thresholds.ts';
import { minorOfText } from '../../domain/usage/minor-of-text.ts';
import type { ActivityDeps } from '../deps.ts';
import { openTask } from '../tasks/open-task.ts';
import type { MonthSoFar } from '../usage/pull-usage.ts';
import { freezeAlert } from './freeze-alert.ts';

type WatchDeps = Pick<ActivityDeps, 'db' | 'partnerUsage' | 'mailer' | 'mailFrom' | 'wallNow' | 'newId'>;

/**
 * Holds a month's usage against the budget agreed with the customer (practices 7, 61): a passed threshold is told once, and
 * the full budget is a person's task besides, because nothing at Microsoft stops by it.
 */
export async function watchBudget(
  deps: WatchDeps,
  customerId: string,
  row: CustomerUsage,
  { total, day }: MonthSoFar,
): Promise<void> {
  const agreed = await latestBudget(deps.db, customerId);
  if (agreed === undefined) return;
  await noteDrift(deps, customerId, row, agreed);
  // Amounts of two currencies cannot be held against each other.
  if ((row.currency ?? agreed.currency) !== agreed.currency) return;
  const month = day.slice(0, 7);
  const used = minorOfText(total, agreed.currency);
  const told = await alertsOfMonth(deps.db, customerId, month);
  const { passed, telling } = passedThresholds(used, agreed.amount, agreed.thresholds, new Set(told.keys()));
  if (telling !== null) await freezeAlert(deps, { customerId, month, passed, telling, used, agreed });
  // By what is on record now, so that tasks are opened also where the look that noted the threshold was cut off.
  const alerts = telling === null ? told : await alertsOfMonth(deps.db, customerId, month);
  const highest = Math.max(0, ...alerts.keys());
  const ask = async (what: string): Promise<unknown> =>
    await openTask(deps, customerId, { what, key: `${what}/${month}/${highest}`, actor: 'usage' });
  if (alerts.get(highest) === null) await ask('budgetUntold');
  if (highest >= 100) await ask('budgetPassed');
}

/** Only what we have written can have been changed behind our back; the list is a day old, so Microsoft is asked once more. */
async function noteDrift(
  deps: WatchDeps,
  customerId: string,
  row: CustomerUsage,
  agreed: BudgetAgreement,
): Promise<void> {
  if (budgetDrift(agreed, row.budget) === null) return;
  const duty = (await dutiesOf(deps.db, customerId)).find(({ kind }) => kind === 'budget');
  if (duty?.state !== 'done') return;
  const drift = budgetDrift(agreed, await deps.partnerUsage.budget(row.customerTenantId));
  if (drift === null) return;
  await openTask(deps, customerId, {
    what: 'budgetDrift',
    key: `budgetDrift/${agreed.revision}/${drift}`,
    actor: 'usage',
  });
}
