import { operation } from '../../contracts/operations.ts';
import { findOperation } from '../../db/operations.ts';
import { Refusal } from '../../domain/errors.ts';
import { findAdvanceOperation } from '../clock/advance-operation.ts';
import { refusalBy } from '../outcome.ts';
import { problemOf } from '../problem.ts';
import { readResource } from '../read.ts';
import type { Resource } from '../resource.ts';
import type { Route } from '../route.ts';

/** What became of a write that was answered with 202. */
export const operationResource: Resource<typeof operation> = {
  name: 'operation',
  schema: operation,
  async load(db, id) {
    const found = (await findOperation(db, id)) ?? (await findAdvanceOperation(db, id));
    if (found === undefined) throw new Refusal('not_found', `there is no operation ${id}`);
    const { customerId, because, state, problem, createdAt } = found;
    return {
      id: found.id,
      customer: customerId,
      kind: because,
      state,
      createdAt,
      problem: state === 'refused' ? problemOf(refusalBy(problem), found.id) : null,
    };
  },
};

export const operationRoutes: readonly Route[] = [
  readResource({
    id: 'getOperation',
    path: '/v1/operations/:operation',
    tag: 'operations',
    summary: 'What became of a write that was not decided at once',
    resource: operationResource,
  }),
];
