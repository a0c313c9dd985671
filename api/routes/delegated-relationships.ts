import { approvalDecision } from '../../contracts/approvals.ts';
import { delegatedRelationships, newRelationshipEnding } from '../../contracts/delegated-relationships.ts';
import { askForEnding } from '../access/ask-for-ending.ts';
import { decideEnding } from '../access/decide-ending.ts';
import { relationshipsView } from '../access/relationships-view.ts';
import { customerWrite } from '../customer-write.ts';
import { hurryDuties } from '../microsoft/hurry-duties.ts';
import { read, readResource } from '../read.ts';
import { customerBy, customerResource } from '../resources/customer.ts';
import { endingBy, relationshipEndingResource } from '../resources/relationship-ending.ts';
import type { Route } from '../route.ts';

const tag = 'access';
const path = '/v1/relationship-endings/:ending';

export const delegatedRelationshipRoutes: readonly Route[] = [
  read({
    id: 'listDelegatedRelationships',
    path: '/v1/customers/:customer/delegated-relationships',
    tag,
    summary: 'Delegated admin relationships with a customer: their use, their successors, and what is to be ended',
    answer: delegatedRelationships,
    load: async (deps, { params }) =>
      await relationshipsView(deps.db, await customerBy(deps.db, params['customer'] ?? ''), deps.now(), deps),
  }),
  customerWrite({
    id: 'askForRelationshipEnding',
    method: 'POST',
    path: '/v1/customers/:customer/delegated-relationships/:relationship/ending',
    tag,
    summary: 'Ask for a relationship to be ended at Microsoft; a second person decides',
    status: 201,
    idempotencyKey: 'required',
    body: newRelationshipEnding,
    because: 'relationshipEnding',
    on: customerResource,
    shows: relationshipEndingResource,
    change: askForEnding,
  }),
  readResource({
    id: 'getRelationshipEnding',
    path,
    tag,
    summary: 'The ending of a relationship',
    resource: relationshipEndingResource,
  }),
  customerWrite({
    id: 'decideRelationshipEnding',
    method: 'POST',
    path: `${path}/approval`,
    tag,
    summary: 'Decide; never by the one who asked. What is approved is ended at Microsoft, and read back',
    status: 200,
    idempotencyKey: 'required',
    body: approvalDecision,
    because: 'relationshipEnding',
    on: relationshipEndingResource,
    shows: relationshipEndingResource,
    customer: async (db, { params }) => (await endingBy(db, params['ending'] ?? '')).customerId,
    change: decideEnding,
    after: hurryDuties,
  }),
];
