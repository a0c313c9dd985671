import type { CustomerUsage } from '../../adapters/partner-usage/port.ts';
import { alertsOfMonth, type BudgetAgreement, latestBudget } from '../../db/budgets.ts';
import type { CustomerHead } from '../../db/customers.ts';
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
  customer: CustomerHead,
  row: CustomerUsage,
  { total, day }: MonthSoFar,
): Promise<void> {
  const agreed = await latestBudget(deps.db, customer.id);
  if (agreed === undefined) return;
  await noteDrift(deps, customer.id, row, agreed);
  // Amounts of two currencies cannot be held against each other.
  if ((row.currency ?? agreed.currency) !== agreed.currency) return;
  const month = day.slice(0, 7);
  const used = minorOfText(total, agreed.currency);
  const told = await alertsOfMonth(deps.db, customer.id, month);
  const { passed, telling } = passedThresholds(used, agreed.amount, agreed.thresholds, told);
  if (telling === null) return;
  const isFrozen = await freezeAlert(deps, { customerId: customer.id, month, passed, telling, used, agreed });
  const task = { actor: 'usage' };
  if (!isFrozen)
    await openTask(deps, customer.id, { ...task, what: 'budgetUntold', key: `budgetUntold/${month}/${telling}` });
  if (telling >= 100)
    await openTask(deps, customer.id, { ...task, what: 'budgetPassed', key: `budgetPassed/${month}/${telling}` });
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
