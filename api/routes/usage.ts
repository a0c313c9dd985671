import { budget, usage, usageQuery } from '../../contracts/usage.ts';
import { loadAccount } from '../../db/load-account.ts';
import { findUsageMark } from '../../db/usage.ts';
import { money } from '../../domain/money.ts';
import { read } from '../read.ts';
import { customerBy } from '../resources/customer.ts';
import type { Route } from '../route.ts';
import { usageView } from '../usage/usage-view.ts';

const tag = 'usage';

export const usageRoutes: readonly Route[] = [
  read({
    id: 'getUsage',
    path: '/v1/customers/:customer/usage',
    tag,
    summary:
      'What was consumed by day, on demand by meter, resource, service or region, and where the month is heading against budget, prepaid balance and credit limit',
    query: usageQuery,
    answer: usage,
    load: async ({ db, now }, { params, query }) =>
      usageView(db, await customerBy(db, params['customer'] ?? ''), query, now()),
  }),
  read({
    id: 'getBudget',
    path: '/v1/customers/:customer/budget',
    tag,
    summary: 'The monthly budget as agreed with the customer, and as it was last seen at Microsoft',
    answer: budget,
    async load({ db }, { params }) {
      const customer = await customerBy(db, params['customer'] ?? '');
      const { account } = await loadAccount(db, customer);
      const mark = await findUsageMark(db, customer.id);
      return {
        customer: customer.id,
        agreed: account.monthlyBudget === null ? null : money(account.monthlyBudget, customer.currency),
        atMicrosoft: mark?.budget ?? null,
        seenAt: mark?.seenAt ?? null,
      };
    },
  }),
];
