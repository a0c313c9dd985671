import type { z } from 'zod';
import { type auditEvent, auditPage, auditQuery, auditVerification, history } from '../../contracts/audit.ts';
import { lifecycleWorkflowId } from '../../contracts/lifecycle.ts';
import { type BrokenLink, verifyChains } from '../../db/audit.ts';
import { type AuditRecord, listAudit } from '../../db/lists/audit.ts';
import { auditAccess } from '../access-audit.ts';
import { read } from '../read.ts';
import { customerBy } from '../resources/customer.ts';
import type { Route } from '../route.ts';

const tag = 'audit';

/** Proof. Whoever reads it leaves a row as well. */
export const auditRoutes: readonly Route[] = [
  read({
    id: 'listAudit',
    path: '/v1/audit',
    tag,
    summary: 'Append-only events with their hashes, in the order in which they were recorded',
    query: auditQuery,
    answer: auditPage,
    async load(deps, { query, actor }) {
      const customer = query.customer === undefined ? undefined : await customerBy(deps.db, query.customer);
      const { limit, cursor, customer: _reference, ...filter } = query;
      const { items, nextCursor } = await listAudit(deps.db, { ...filter, chain: customer?.id }, { limit, cursor });
      // Once a listing: a row for every page would lengthen the list that is being read.
      if (cursor === undefined) await auditAccess(deps, actor, 'audit.read', { ...named(filter) }, customer);
      return { items: items.map(eventView), nextCursor };
    },
  }),
  read({
    id: 'verifyAudit',
    path: '/v1/audit/verification',
    tag,
    summary: 'Check every chain, and name the first broken link',
    answer: auditVerification,
    async load(deps, { actor }) {
      const { chains, events, broken } = await verifyChains(deps.db);
      const [first] = broken;
      await auditAccess(deps, actor, 'audit.verified', { chains, events, broken: broken.length });
      const firstBroken = first ? { chain: first.chain, seq: first.seq, problem: PROBLEMS[first.why] } : null;
      return { chains, events, intact: first === undefined, firstBroken };
    },
  }),
  read({
    id: 'getHistory',
    path: '/v1/customers/:customer/history',
    tag,
    summary: 'The Temporal history of every run, as Temporal’s own tools read it',
    answer: history,
    async load(deps, { params, actor }) {
      const customer = await customerBy(deps.db, params['customer'] ?? '');
      const runs = await deps.lifecycle.history(customer.id);
      await auditAccess(deps, actor, 'history.read', { runs: runs.length }, customer);
      const workflowId = lifecycleWorkflowId(customer.id);
      return { workflowId, customer: customer.id, runs: runs.map((run) => ({ ...run })) };
    },
  }),
];

const PROBLEMS: Readonly<Record<BrokenLink['why'], string>> = {
  missing: 'an event is missing',
  changed: 'the event is not what its hash says',
  cutOff: 'the chain does not end where its head says',
};

/** Which filters were used; what an actor or kind was is no secret of anybody. */
function named(filter: object): Readonly<Record<string, string | number>> {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

function eventView(event: AuditRecord): z.output<typeof auditEvent> {
  const { previousHash, hash, body, ...rest } = event;
  return { ...rest, body: { ...body }, previousHash: hex(previousHash), hash: hex(hash) };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
