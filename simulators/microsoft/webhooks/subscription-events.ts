import type { ChangeLog } from '../subscriptions/changes.ts';
import type { Announcement } from './event.ts';

/** Contract 11.4: `subscription-updated` tells of the licence count and the state, not of resources inside. */
const TELLING = new Set(['suspended', 'reactivated', 'expired', 'disabled', 'deleted', 'renewed', 'quantity']);

/** The change log that also announces what is announced. */
export function announcingLog(log: ChangeLog, onEvent: { deliver(event: Announcement): void }): ChangeLog {
  return {
    add: (change) => {
      log.add(change);
      if (!TELLING.has(change.change)) return;
      onEvent.deliver({
        name: 'subscription-updated',
        resourceName: 'subscription',
        resourceUri: `https://api.partnercenter.microsoft.com/webhooks/v1/customers/${change.tenantId}/subscriptions/${change.subscriptionId}`,
        at: Date.parse(change.at),
        tenantId: change.tenantId,
      });
    },
    read: (tenantId, after) => log.read(tenantId, after),
  };
}
