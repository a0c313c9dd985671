import type { z } from 'zod';
import type { newBudget } from '../../contracts/usage.ts';
import type { Change } from '../../db/change.ts';
import { Refusal } from '../../domain/errors.ts';
import { toStored } from '../../domain/money-format.ts';
import { requireCurrency } from '../posting.ts';
import { keepBudget } from './keep-budget.ts';

/**
 * Agrees on a budget, at any time of the relationship: it meets the requirement of the onboarding, and later replaces what
 * was agreed before.
 * @throws Refusal `currency_mismatch`, `future_effective_day`, `wrong_phase`
 */
export async function agreeBudget(
  change: Change,
  body: z.output<typeof newBudget>,
  by: { readonly actor: string; readonly wallNow: number },
): Promise<string> {
  const { account, today, customer } = change;
  if (account.closed || account.offboarding !== null)
    throw new Refusal('wrong_phase', 'no budget is agreed on with a customer who leaves');
  requireCurrency(account.traits.currency, body.monthly, '/monthly');
  const { monthly, agreedOn = today } = body;
  if (agreedOn > today) throw new Refusal('future_effective_day', `the customer's today is ${today}`);
  change.record([
    {
      kind: 'requirement.recorded',
      effectiveOn: agreedOn,
      body: { key: 'budget', state: 'met', monthlyBudget: toStored(monthly) },
    },
  ]);
  await keepBudget(change, { ...body, agreedOn }, by);
  return customer.id;
}
