import { customerChange, customerPage, customerQuery, newCustomer } from '../../contracts/customers.ts';
import { listCustomers } from '../../db/lists/customers.ts';
import { customerWrite } from '../customer-write.ts';
import { changeMasterData } from '../customers/change-master-data.ts';
import { register } from '../customers/register.ts';
import { read, readResource } from '../read.ts';
import { customerResource, customerSummary } from '../resources/customer.ts';
import type { Route } from '../route.ts';
import { write } from '../write.ts';

const tag = 'customers';

export const customerRoutes: readonly Route[] = [
  read({
    id: 'listCustomers',
    path: '/v1/customers',
    tag,
    summary: 'Customers, in the order in which they were registered',
    query: customerQuery,
    answer: customerPage,
    async load({ db, now }, { query }) {
      const wallNow = now();
      const { items, nextCursor } = await listCustomers(db, query, query, wallNow);
      return { items: items.map((item) => customerSummary(item, wallNow)), nextCursor };
    },
  }),
  readResource({
    id: 'getCustomer',
    path: '/v1/customers/:customer',
    tag,
    summary: 'A customer: who it is, what it owes, where its life stands and what comes next',
    resource: customerResource,
  }),
  write({
    id: 'createCustomer',
    method: 'POST',
    path: '/v1/customers',
    tag,
    summary: 'Register a customer; its life begins',
    status: 201,
    idempotencyKey: 'optional',
    body: newCustomer,
    shows: customerResource,
    commit: register,
  }),
  customerWrite({
    id: 'changeCustomer',
    method: 'PATCH',
    path: '/v1/customers/:customer',
    tag,
    summary: 'Change master data, with history',
    status: 200,
    idempotencyKey: 'optional',
    body: customerChange,
    because: 'masterData',
    on: customerResource,
    shows: customerResource,
    change: (change, context, body, deps) => changeMasterData(change, context, body, deps.now()),
  }),
];
