import { toIso } from '../database-time.ts';
import { type AccountChange, atOf, changed, factsOf } from './account-change.ts';
import { type Projection, rowChanges, type RowChanges } from './projection.ts';

export const HOLD: Projection = {
  table: 'hold',
  key: ['id'],
  fixed: ['id', 'customer_id', 'reason', 'subscription_id', 'since', 'until', 'placed_by'],
  changing: ['active', 'released_at', 'released_because'],
};

export const APPROVAL: Projection = {
  table: 'approval',
  key: ['id'],
  fixed: ['id', 'customer_id', 'subject', 'key', 'asked_by', 'requested_at'],
  changing: ['state', 'decided_by', 'decided_at'],
};

export const TASK: Projection = {
  table: 'task',
  key: ['id'],
  fixed: ['id', 'customer_id', 'key', 'what', 'opened_at'],
  changing: ['open', 'closed_at'],
};

/** What people have to do with: holds, approvals and tasks. */
export function collectionRows(change: AccountChange): readonly RowChanges[] {
  return [holdRows(change), approvalRows(change), taskRows(change)];
}

function holdRows(change: AccountChange): RowChanges {
  const released = new Map(factsOf(change, 'hold.released').map((fact) => [fact.body.hold, fact]));
  return rowChanges(
    HOLD,
    changed(change.before?.holds, change.after.holds, (item) => item.hold).map(({ item, isNew }) => ({
      row: {
        id: item.hold,
        customer_id: change.customer.id,
        reason: item.reason,
        subscription_id: item.scope === 'account' ? null : item.scope.subscription,
        since: toIso(item.since),
        until: item.until === null ? null : toIso(item.until),
        placed_by: item.placedBy,
        active: item.active,
        released_at: atOf(released.get(item.hold)),
        released_because: released.get(item.hold)?.body.because ?? null,
      },
      isNew,
    })),
  );
}

function approvalRows(change: AccountChange): RowChanges {
  const requested = new Map(factsOf(change, 'approval.requested').map((fact) => [fact.body.approval, fact]));
  const decided = new Map(factsOf(change, 'approval.decided').map((fact) => [fact.body.approval, fact]));
  return rowChanges(
    APPROVAL,
    changed(change.before?.approvals, change.after.approvals, (item) => item.approval).map(({ item, isNew }) => ({
      row: {
        id: item.approval,
        customer_id: change.customer.id,
        subject: requested.get(item.approval)?.body.subject,
        key: item.key,
        asked_by: requested.get(item.approval)?.body.askedBy,
        requested_at: atOf(requested.get(item.approval)),
        state: item.state,
        decided_by: decided.get(item.approval)?.actor ?? null,
        decided_at: atOf(decided.get(item.approval)),
      },
      isNew,
    })),
  );
}

function taskRows(change: AccountChange): RowChanges {
  const opened = new Map(factsOf(change, 'task.opened').map((fact) => [fact.body.task, fact]));
  const closed = new Map(factsOf(change, 'task.closed').map((fact) => [fact.body.task, fact]));
  return rowChanges(
    TASK,
    changed(change.before?.tasks, change.after.tasks, (item) => item.task).map(({ item, isNew }) => ({
      row: {
        id: item.task,
        customer_id: change.customer.id,
        key: item.key,
        what: item.what,
        opened_at: atOf(opened.get(item.task)),
        open: item.open,
        closed_at: atOf(closed.get(item.task)),
      },
      isNew,
    })),
  );
}
