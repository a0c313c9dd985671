import { policyActivation, policyPage, policyQuery } from '../../contracts/policies.ts';
import { policyDocument } from '../../contracts/policy-document.ts';
import { listPolicies } from '../../db/policies.ts';
import { activate } from '../policies/activate.ts';
import { addVersion } from '../policies/add-version.ts';
import { read, readResource } from '../read.ts';
import { policyResource, policyVersionResource, policyView } from '../resources/policy.ts';
import type { Route } from '../route.ts';
import { write } from '../write.ts';

const tag = 'policies';
const path = '/v1/policies/:policy';

export const policyRoutes: readonly Route[] = [
  read({
    id: 'listPolicies',
    path: '/v1/policies',
    tag,
    summary: 'Dunning policies, by key',
    query: policyQuery,
    answer: policyPage,
    async load({ db }, { query }) {
      const { items, nextCursor } = await listPolicies(db, query);
      return { items: items.map(policyView), nextCursor };
    },
  }),
  readResource({ id: 'getPolicy', path, tag, summary: 'A policy: which version counts', resource: policyResource }),
  write({
    id: 'createPolicy',
    method: 'POST',
    path: '/v1/policies',
    tag,
    summary: 'A new policy; its version 1 is a draft until it is activated',
    status: 201,
    idempotencyKey: 'optional',
    body: policyDocument,
    shows: policyVersionResource,
    commit: (deps, context, body) => addVersion(deps, context, body, undefined),
  }),
  write({
    id: 'addPolicyVersion',
    method: 'POST',
    path: `${path}/versions`,
    tag,
    summary: 'The next version of a policy, a draft until it is activated',
    status: 201,
    idempotencyKey: 'optional',
    body: policyDocument,
    shows: policyVersionResource,
    commit: (deps, context, body) => addVersion(deps, context, body, context.params['policy']),
  }),
  readResource({
    id: 'getPolicyVersion',
    path: `${path}/versions/:version`,
    tag,
    summary: 'One version with every default written out',
    resource: policyVersionResource,
  }),
  write({
    id: 'activatePolicy',
    method: 'POST',
    path: `${path}/versions/:version/activation`,
    tag,
    summary: 'Let a version count from now on, and say what becomes of open cases',
    status: 200,
    idempotencyKey: 'optional',
    body: policyActivation,
    shows: policyVersionResource,
    commit: activate,
  }),
];
