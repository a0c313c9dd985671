import { type Database, integer, text } from '../../kit/database.ts';
import type { ChangedBy, Subscription, SubscriptionChange } from './subscription.ts';

export const CHANGES_SCHEMA = `
  create table if not exists changes (sequence integer primary key autoincrement, tenant_id text not null, body text not null);
  create index if not exists changes_by_tenant on changes (tenant_id, sequence);
`;

/** Everything that ever happened to a subscription, so that a test or a judge counts effects and not answers. */
export interface ChangeLog {
  add(change: SubscriptionChange): void;
  read(tenantId: string | undefined, after: number): object[];
}

export function createChangeLog(db: Database): ChangeLog {
  return {
    add: (change) => {
      db.run('insert into changes (tenant_id, body) values (?, ?)', change.tenantId, JSON.stringify(change));
    },
    read: (tenantId, after) =>
      db
        .all(
          'select sequence, body from changes where (? is null or tenant_id = ?) and sequence > ? order by sequence',
          tenantId ?? null,
          tenantId ?? null,
          after,
        )
        .map((row) => ({ sequence: integer(row, 'sequence'), ...JSON.parse(text(row, 'body')) })),
  };
}

const STATUS_CHANGE = {
  suspended: 'suspended',
  active: 'reactivated',
  expired: 'expired',
  disabled: 'disabled',
  deleted: 'deleted',
} as const;

/** What differs, one entry a member. */
export function changesBetween(
  before: Subscription,
  after: Subscription,
  by: ChangedBy,
  at: number,
): SubscriptionChange[] {
  const common = { tenantId: after.tenantId, subscriptionId: after.id, at: new Date(at).toISOString(), by };
  const found: SubscriptionChange[] = [];
  if (before.status !== after.status)
    found.push({ ...common, change: STATUS_CHANGE[after.status], from: before.status, to: after.status });
  if (before.quantity !== after.quantity)
    found.push({ ...common, change: 'quantity', from: before.quantity, to: after.quantity });
  if (before.autoRenewEnabled !== after.autoRenewEnabled) {
    found.push({ ...common, change: 'autoRenew', from: before.autoRenewEnabled, to: after.autoRenewEnabled });
  }
  const [had, has] = [before, after].map(
    (s) => s.scheduledNextTermInstructions && JSON.stringify(s.scheduledNextTermInstructions),
  );
  if (had !== has) found.push({ ...common, change: 'scheduledChange', from: had ?? null, to: has ?? null });
  if (before.billingCycle !== after.billingCycle)
    found.push({ ...common, change: 'billingCycle', from: before.billingCycle, to: after.billingCycle });
  if (before.partnerId !== after.partnerId)
    found.push({ ...common, change: 'partnerOnRecord', from: before.partnerId, to: after.partnerId });
  if (before.friendlyName !== after.friendlyName)
    found.push({ ...common, change: 'renamed', from: before.friendlyName, to: after.friendlyName });
  return found;
}
