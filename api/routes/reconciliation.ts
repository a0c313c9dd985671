import type { z } from 'zod';
import { lifecycleWorkflowId } from '../../contracts/lifecycle.ts';
import { newReconciliation, reconciliation, stuckPage, stuckQuery } from '../../contracts/reconciliation.ts';
import { openCustomers } from '../../db/open-customers.ts';
import { stuckLives } from '../../db/stuck.ts';
import { auditAccess } from '../access-audit.ts';
import { action } from '../action.ts';
import type { Actor } from '../actor.ts';
import type { ApiDeps } from '../deps.ts';
import { read } from '../read.ts';
import { type Reconciled, reconcile } from '../reconciliation/reconcile.ts';
import { customerBy } from '../resources/customer.ts';
import type { Route } from '../route.ts';

const tag = 'operations';
/** A life that has not answered for so long has not merely been slow. */
const STUCK_AFTER_MS = 10_000;
const AT_ONCE = 8;

export const reconciliationRoutes: readonly Route[] = [
  read({
    id: 'listStuckLifecycles',
    path: '/v1/stuck-lifecycles',
    tag,
    summary: 'Lives that are behind what is known, or slept past their deadline',
    query: stuckQuery,
    answer: stuckPage,
    async load({ db, now }, { query }) {
      const { items, nextCursor } = await stuckLives(db, now() - STUCK_AFTER_MS, query);
      const views = items.map(({ customerId, factVersion, deliveredVersion, assessedVersion, since, why }) => ({
        customer: customerId,
        workflowId: lifecycleWorkflowId(customerId),
        factVersion,
        deliveredVersion,
        assessedVersion,
        since,
        why,
      }));
      return { items: views, nextCursor };
    },
  }),
  action({
    id: 'reconcile',
    path: '/v1/reconciliation',
    tag,
    summary: 'Compare with Microsoft, tell lives that are behind, compare rows with facts; one customer or all',
    body: newReconciliation,
    answer: reconciliation,
    async perform(deps, { actor, about }, { customer: reference }) {
      if (reference === undefined) return await reconcileAll(deps, actor);
      const customer = await customerBy(deps.db, reference);
      about(customer.id);
      return reportOf([await reconcile(deps, actor, customer.id, 'all')]);
    },
  }),
];

async function reconcileAll(deps: ApiDeps, actor: Actor): Promise<z.output<typeof reconciliation>> {
  const left = [...(await openCustomers(deps.db))];
  const done: Reconciled[] = [];
  const next = async (): Promise<void> => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) {
      done.push(await reconcile(deps, actor, id, 'behind'));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  const report = reportOf(done);
  const { checked, observed, told } = report;
  await auditAccess(deps, actor, 'reconciled', { checked, observed, told, failed: report.failed.length });
  return report;
}

function reportOf(all: readonly Reconciled[]): z.output<typeof reconciliation> {
  return {
    checked: all.length,
    observed: all.reduce((sum, one) => sum + one.observed, 0),
    told: all.filter((one) => one.told).length,
    failed: all.flatMap((one) => one.failed),
    differences: all.flatMap((one) => one.differences),
  };
}
