import type { z } from 'zod';
import { casePerformance, casePerformanceQuery } from '../../contracts/case-performance.ts';
import {
  caseContainment,
  containmentDecision,
  containmentApprovalPage,
  containmentApprovalQuery,
  containmentProposals,
  containmentReversal,
} from '../../contracts/containment.ts';
import { casePerformanceOf } from '../../db/case-performance.ts';
import { listContainmentApprovals } from '../../db/lists/containment-approvals.ts';
import { proposals } from '../../domain/security/proposals.ts';
import { read } from '../read.ts';
import { approvalView } from '../resources/containment.ts';
import { customerBy } from '../resources/customer.ts';
import { ROUTE_ROLES } from '../roles.ts';
import type { Route } from '../route.ts';
import { caseWrite } from '../security/case-write.ts';
import { decideContainment, reverseContainment } from '../security/decide-containment.ts';
import { orderContainment } from '../security/order-containment.ts';
import { requireAzureOff } from '../security/require-azure-off.ts';
import { proposalFacts } from '../security/proposal-facts.ts';

const tag = 'security cases';
const one = '/v1/security-cases/:case/containment/:containment';

export const containmentRoutes: readonly Route[] = [
  read({
    id: 'getContainmentProposals',
    path: '/v1/security-cases/:case/containment-proposals',
    tag,
    summary: 'What could be stopped, narrowest first, with what it hits, what it saves and how it is taken back',
    answer: containmentProposals,
    async load(deps, { params }) {
      const id = params['case'] ?? '';
      const { facts, complete } = await proposalFacts(deps, id);
      const items = proposals(facts).map((proposal) => ({
        ...proposal,
        targets: [...proposal.targets],
        blastRadius: {
          ...proposal.blastRadius,
          addOns: [...proposal.blastRadius.addOns],
          services: [...proposal.blastRadius.services],
        },
      }));
      return { case: id, complete, items };
    },
  }),
  read({
    id: 'listContainmentApprovals',
    path: '/v1/containment-approvals',
    tag,
    summary: 'What is to be stopped and waits for a second person, across all cases; `state=open` is what waits now',
    query: containmentApprovalQuery,
    answer: containmentApprovalPage,
    async load({ db }, { query, actor }) {
      const customer = query.customer && (await customerBy(db, query.customer)).id;
      const { items, nextCursor } = await listContainmentApprovals(db, { ...query, customer }, query);
      const decides = ROUTE_ROLES.decideContainment.includes(actor.role);
      return { items: items.map((item) => approvalView(item, decides ? actor.name : null)), nextCursor };
    },
  }),
  caseWrite<z.output<typeof caseContainment>>({
    id: 'containSecurityCase',
    path: '/v1/security-cases/:case/containment',
    tag,
    summary: 'Stop what does harm, and prove by reading back that it has stopped; Azure waits for a second person',
    idempotencyKey: 'required',
    body: caseContainment,
    before: (deps, { params }, order) => requireAzureOff(deps, params['case'] ?? '', order),
    draft: orderContainment,
  }),
  caseWrite<z.output<typeof containmentDecision>>({
    id: 'decideContainment',
    path: `${one}/decision`,
    tag,
    summary: 'Approve or refuse what somebody else wants stopped',
    idempotencyKey: 'required',
    body: containmentDecision,
    draft: decideContainment,
  }),
  caseWrite<z.output<typeof containmentReversal>>({
    id: 'reverseContainment',
    path: `${one}/reversal`,
    tag,
    summary: 'Take a containment back: start again what was stopped, release its fraud hold, and read it back',
    idempotencyKey: 'required',
    body: containmentReversal,
    whileClosed: true,
    draft: reverseContainment,
  }),
  read({
    id: 'getCasePerformance',
    path: '/v1/security-cases/performance',
    tag,
    summary: 'How quickly cases are answered over 30 and 90 days, and all that is still open',
    query: casePerformanceQuery,
    answer: casePerformance,
    load: ({ db, now }, { query }) => casePerformanceOf(db, now(), query.testClocks ?? false),
  }),
];
