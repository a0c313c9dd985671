import { promiseProgress } from '../../domain/receivables/standing.ts';
import { toIso } from '../database-time.ts';
import { type AccountChange, atOf, changed, factsOf } from './account-change.ts';
import { type Projection, rowChanges, type RowChanges } from './projection.ts';

export const DISPUTE: Projection = {
  table: 'dispute',
  key: ['id'],
  fixed: ['id', 'customer_id', 'invoice_id', 'currency', 'amount_minor', 'opened_at'],
  changing: ['state', 'resolved_at'],
};

export const PAYMENT_PLAN: Projection = {
  table: 'payment_plan',
  key: ['id'],
  fixed: ['id', 'customer_id', 'made_at'],
  changing: [],
};

export const PROMISE: Projection = {
  table: 'promise',
  key: ['id'],
  fixed: ['id', 'customer_id', 'plan_id', 'currency', 'amount_minor', 'due_on', 'made_at'],
  changing: ['kept_minor', 'state'],
};

/** What stands against the debt: disputes, promises and payment plans. */
export function claimRows(change: AccountChange): readonly RowChanges[] {
  return [disputeRows(change), planRows(change), promiseRows(change)];
}

function disputeRows(change: AccountChange): RowChanges {
  const opened = new Map(factsOf(change, 'dispute.opened').map((fact) => [fact.body.dispute, fact]));
  const resolved = new Map(factsOf(change, 'dispute.resolved').map((fact) => [fact.body.dispute, fact]));
  return rowChanges(
    DISPUTE,
    changed(change.before?.disputes, change.after.disputes, (item) => item.dispute).map(({ item, isNew }) => ({
      row: {
        id: item.dispute,
        customer_id: change.customer.id,
        invoice_id: item.invoice,
        currency: change.customer.currency,
        amount_minor: String(item.amount),
        opened_at: atOf(opened.get(item.dispute)),
        state: item.state,
        resolved_at: atOf(resolved.get(item.dispute)),
      },
      isNew,
    })),
  );
}

function planRows(change: AccountChange): RowChanges {
  const plans = new Map<string, string>();
  for (const fact of factsOf(change, 'promise.made')) {
    if (fact.body.plan !== null && !plans.has(fact.body.plan)) plans.set(fact.body.plan, toIso(fact.at));
  }
  const made = [...plans].map(([id, made_at]) => ({ id, customer_id: change.customer.id, made_at }));
  return { projection: PAYMENT_PLAN, made, changed: [] };
}

/** Every payment can move what was kept, so values are compared, not objects. */
function promiseRows(change: AccountChange): RowChanges {
  const before = new Map(
    change.before && promiseProgress(change.before).map((entry) => [entry.promise.promise, entry]),
  );
  const made = new Map(factsOf(change, 'promise.made').map((fact) => [fact.body.promise, fact]));
  return rowChanges(
    PROMISE,
    promiseProgress(change.after)
      .filter(({ promise, kept }) => {
        const known = before.get(promise.promise);
        return known?.kept !== kept || known.promise.state !== promise.state;
      })
      .map(({ promise, kept }) => ({
        row: {
          id: promise.promise,
          customer_id: change.customer.id,
          plan_id: promise.plan,
          currency: change.customer.currency,
          amount_minor: String(promise.amount),
          due_on: promise.dueOn,
          made_at: atOf(made.get(promise.promise)),
          kept_minor: String(kept),
          state: promise.state,
        },
        isNew: !before.has(promise.promise),
      })),
  );
}
