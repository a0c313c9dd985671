import { json } from '../../kit/answer.ts';
import { isOn } from '../entitlements/entitlement.ts';
import { turnEntitlement } from '../entitlements/turn.ts';
import type { ArmCall, ArmRoute } from './arm-call.ts';

const SUBSCRIPTION = '/subscriptions/{azureSubscriptionId}';
const OPERATIONS = `${SUBSCRIPTION}/providers/Microsoft.Subscription`;

/** Contract 7.3 and 7.4: an Azure subscription as Azure itself knows it, and the two orders that its owner may give. */
export const subscriptionRoutes: readonly ArmRoute[] = [
  { method: 'GET', pattern: SUBSCRIPTION, apiVersions: ['2022-12-01', '2020-01-01'], handle: read },
  { method: 'POST', pattern: `${OPERATIONS}/cancel`, apiVersions: ['2021-10-01'], handle: (call) => turn(call, false) },
  { method: 'POST', pattern: `${OPERATIONS}/enable`, apiVersions: ['2021-10-01'], handle: (call) => turn(call, true) },
];

function read({ entitlement, tenantId, now }: ArmCall) {
  return json(200, {
    id: `/subscriptions/${entitlement.id}`,
    subscriptionId: entitlement.id,
    tenantId,
    displayName: entitlement.friendlyName,
    state: isOn(entitlement, now) ? 'Enabled' : 'Disabled',
  });
}

function turn({ world, entitlement, now }: ArmCall, active: boolean) {
  const asked = entitlement.pending?.active ?? entitlement.active;
  if (asked !== active) turnEntitlement(world, entitlement, { active, now });
  return json(200, { subscriptionId: entitlement.id });
}
