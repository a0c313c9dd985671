import { newBudget, usage, usageQuery } from '../../contracts/usage.ts';
import { agreeBudget } from '../budget/agree-budget.ts';
import { customerWrite } from '../customer-write.ts';
import { hurryDuties } from '../microsoft/hurry-duties.ts';
import { read, readResource } from '../read.ts';
import { budgetResource } from '../resources/budget.ts';
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
  readResource({
    id: 'getBudget',
    path: '/v1/customers/:customer/budget',
    tag,
    summary: 'The monthly budget as agreed with the customer, and as it was last seen at Microsoft',
    resource: budgetResource,
  }),
  customerWrite({
    id: 'agreeBudget',
    method: 'PUT',
    path: '/v1/customers/:customer/budget',
    tag,
    summary: 'Agree with the customer on a monthly budget; it is written to Microsoft, which only informs by it',
    status: 200,
    idempotencyKey: 'optional',
    body: newBudget,
    because: 'budget',
    on: budgetResource,
    shows: budgetResource,
    change: (change, { actor }, body, { now }) => agreeBudget(change, body, { actor: actor.name, wallNow: now() }),
    after: hurryDuties,
  }),
];
