import { json } from '../../kit/answer.ts';
import type { GraphRoute } from '../graph/graph-call.ts';
import type { World } from '../world.ts';
import { usersOf } from './user.ts';

/** A product in a tenant, with what was bought of it. */
export interface DirectorySku {
  readonly skuId: string;
  readonly skuPartNumber: string;
  readonly subscriptions: readonly {
    /** Id of the subscription in Partner Center. */
    readonly commerceSubscriptionId: string;
    readonly totalLicenses: number;
    readonly isTrial: boolean;
    readonly status: string;
    readonly nextLifecycleDateTime: string;
  }[];
  /** Units that nobody pays for. */
  readonly freeUnits: number;
}

/** What a tenant's directory is, beside its users. */
export interface DirectoryState {
  readonly tenantId: string;
  readonly skus: readonly DirectorySku[];
}

export function directoryOf(world: World, tenantId: string): DirectoryState {
  return world.directories.get(tenantId) ?? { tenantId, skus: [] };
}

/** Contract 13: licence counts, and the subscriptions they come from. */
export const licenceRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    pattern: '/v1.0/subscribedSkus',
    handle: ({ world, tenantId }) =>
      json(200, {
        '@odata.context': `${world.address.url}/v1.0/$metadata#subscribedSkus`,
        value: directoryOf(world, tenantId).skus.map((sku) => subscribedSku(world, tenantId, sku)),
      }),
  },
  {
    method: 'GET',
    pattern: '/v1.0/directory/subscriptions',
    handle: ({ world, tenantId }) =>
      json(200, {
        '@odata.context': `${world.address.url}/v1.0/$metadata#directory/subscriptions`,
        value: directoryOf(world, tenantId).skus.flatMap(({ skuId, skuPartNumber, subscriptions }) =>
          subscriptions.map((subscription) => ({
            id: subscription.commerceSubscriptionId,
            skuId,
            skuPartNumber,
            ownerTenantId: world.settings.partnerTenantId,
            ...subscription,
          })),
        ),
      }),
  },
];

function subscribedSku(
  world: World,
  tenantId: string,
  { skuId, skuPartNumber, subscriptions, freeUnits }: DirectorySku,
) {
  const live = subscriptions.filter(({ status }) => status === 'Enabled');
  const enabled = freeUnits + live.reduce((sum, { totalLicenses }) => sum + totalLicenses, 0);
  const users = usersOf(world, tenantId);
  return {
    id: `${tenantId}_${skuId}`,
    accountId: tenantId,
    skuId,
    skuPartNumber,
    appliesTo: 'User',
    capabilityStatus: enabled > 0 ? 'Enabled' : 'Suspended',
    prepaidUnits: { enabled, suspended: 0, warning: 0, lockedOut: 0 },
    consumedUnits: users.filter(({ assignedLicenses }) => assignedLicenses.includes(skuId)).length,
    subscriptionIds: subscriptions.map(({ commerceSubscriptionId }) => commerceSubscriptionId),
    servicePlans: [],
  };
}
