import { recordAzure } from '../logs/azure-activity.ts';
import type { World } from '../world.ts';
import type { Entitlement } from './entitlement.ts';

/** What the partner asks of an Azure subscription, over Partner Center or over Azure: it shows some business time later (contract 7.1). */
export function turnEntitlement(
  world: World,
  before: Entitlement,
  { active, now }: { readonly active: boolean; readonly now: number },
): Entitlement {
  const after = { ...before, pending: { active, at: now + world.settings.entitlementAfterMs } };
  world.entitlements.put(after.id, after.tenantId, after);
  world.changes.add({
    tenantId: after.tenantId,
    subscriptionId: after.planId,
    at: new Date(now).toISOString(),
    change: active ? 'azureReactivated' : 'azureCancelled',
    by: 'partner',
    from: null,
    to: after.id,
  });
  recordAzure(world, {
    tenantId: after.tenantId,
    azureSubscriptionId: after.id,
    operation: `Microsoft.Subscription/${active ? 'enable' : 'cancel'}/action`,
    status: 'Succeeded',
    at: now,
    caller: { name: 'admin.agent@simulated-partner.onmicrosoft.com', objectId: 'partner-admin-agent' },
  });
  return after;
}
