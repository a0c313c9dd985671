import type { z } from 'zod';
import {
  caseAcknowledgement,
  caseVerdict,
  newSecurityCase,
  securityCasePage,
  securityCaseQuery,
} from '../../contracts/security-cases.ts';
import { listSecurityCases } from '../../db/lists/security-cases.ts';
import { caseWrite } from '../security/case-write.ts';
import { takeCase } from '../security/take-case.ts';
import { customerWrite } from '../customer-write.ts';
import { read, readResource } from '../read.ts';
import { customerBy, customerResource } from '../resources/customer.ts';
import { customerNamed } from '../resources/named.ts';
import { securityCaseResource, securityCaseViews } from '../resources/security-case.ts';
import type { Route } from '../route.ts';

const tag = 'security cases';

export const securityCaseRoutes: readonly Route[] = [
  read({
    id: 'listSecurityCases',
    path: '/v1/security-cases',
    tag,
    summary: 'Security cases in the order in which they were opened; `state=open` is all that are not closed',
    query: securityCaseQuery,
    answer: securityCasePage,
    async load({ db, now }, { query }) {
      const customer = query.customer && (await customerBy(db, query.customer)).id;
      const { items, nextCursor } = await listSecurityCases(db, { ...query, customer }, query);
      return { items: await securityCaseViews(db, items, now()), nextCursor };
    },
  }),
  readResource({
    id: 'getSecurityCase',
    path: '/v1/security-cases/:case',
    tag,
    summary: 'A security case: its clocks, its verdict, and every fact of it',
    resource: securityCaseResource,
  }),
  customerWrite({
    id: 'takeSecurityCase',
    method: 'POST',
    path: '/v1/security-cases',
    tag,
    summary: 'Take by hand what came by mail or phone: a new case, or part of the open one that it is about',
    status: 201,
    mayJoin: true,
    idempotencyKey: 'optional',
    body: newSecurityCase,
    because: 'securityCase',
    on: customerResource,
    shows: securityCaseResource,
    customer: async (db, _context, body) => (await customerNamed(db, body.customer, '/customer')).id,
    change: takeCase,
  }),
  caseWrite<z.output<typeof caseAcknowledgement>>({
    id: 'acknowledgeSecurityCase',
    path: '/v1/security-cases/:case/acknowledgement',
    tag,
    summary: 'Say that somebody looks at it: stops the clock of the first hour',
    idempotencyKey: 'optional',
    body: caseAcknowledgement,
    draft: () => ({ kind: 'case.acknowledged', body: {} }),
  }),
  caseWrite<z.output<typeof caseVerdict>>({
    id: 'judgeSecurityCase',
    path: '/v1/security-cases/:case/verdict',
    tag,
    summary: 'Give the verdict; it goes back to Microsoft for every alert of the case',
    idempotencyKey: 'required',
    body: caseVerdict,
    draft: (_context, { verdict, waiveContainment, compromise, category }) => [
      { kind: 'case.judged', body: { verdict, waived: waiveContainment, ...(compromise ? { compromise } : {}) } },
      ...(category == null ? [] : [{ kind: 'case.categorised', body: { category } } as const]),
    ],
  }),
];
