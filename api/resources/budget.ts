import { budget } from '../../contracts/usage.ts';
import { budgetSubject, latestBudget } from '../../db/budgets.ts';
import { loadAccount } from '../../db/load-account.ts';
import { dutiesOf } from '../../db/microsoft-duties.ts';
import { findUsageMark } from '../../db/usage.ts';
import { money } from '../../domain/money.ts';
import { AGREED_WITH_NOTE } from '../budget/keep-budget.ts';
import type { Resource } from '../resource.ts';
import { customerBy } from './customer.ts';
import { typedTexts } from './typed-text.ts';

/** What was agreed with a customer about spending, what of it Microsoft has taken, and what it showed last. */
export const budgetResource: Resource<typeof budget> = {
  name: 'customer',
  schema: budget,
  // A daily look that finds the same is no change.
  volatile: ['seenAt'],
  async load(db, reference) {
    const customer = await customerBy(db, reference);
    const { account } = await loadAccount(db, customer);
    const mark = await findUsageMark(db, customer.id);
    const agreed = await latestBudget(db, customer.id);
    const subject = budgetSubject(customer.id, agreed?.revision ?? 0);
    const written = (await dutiesOf(db, customer.id)).find(({ kind }) => kind === 'budget');
    return {
      customer: customer.id,
      agreed: account.monthlyBudget === null ? null : money(account.monthlyBudget, customer.currency),
      thresholds: [...(agreed?.thresholds ?? [])],
      agreedOn: agreed?.agreedOn ?? null,
      agreedWith: (await typedTexts(db, [subject], AGREED_WITH_NOTE)).get(subject) ?? null,
      expectedUsers: agreed?.expectedUsers ?? null,
      expectedLocations: [...(agreed?.expectedLocations ?? [])],
      reviewOn: agreed?.reviewOn ?? null,
      written: written?.state ?? null,
      atMicrosoft: mark?.budget ?? null,
      seenAt: mark?.seenAt ?? null,
    };
  },
};
