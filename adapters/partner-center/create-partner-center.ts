import { type ConnectionOptions, openConnection, type PartnerConnection } from './connection.ts';
import { createCustomerCalls } from './customers.ts';
import { createOrderPlacer } from './orders.ts';
import { readAllPages } from './pages.ts';
import type { CredentialVault, PartnerCenter } from './port.ts';
import { subscriptionView } from './subscription.ts';
import {
  cancellation,
  createSubscriptionChanger,
  quantityOf,
  reactivation,
  readResource,
  renewal,
  suspension,
} from './subscription-changes.ts';

export interface PartnerCenterOptions extends ConnectionOptions {
  readonly credentialVault?: CredentialVault;
}

/**
 * A client of Partner Center's REST API, over a connection of its own or one shared with the other clients; closing it
 * closes the connection.
 */
export function createPartnerCenter(
  options: PartnerCenterOptions,
  connection: PartnerConnection = openConnection(options),
): PartnerCenter {
  const { caller, limits, runtime, readings, logger } = connection;
  const change = createSubscriptionChanger(caller, limits, runtime, readings);

  return {
    ...createCustomerCalls(caller, limits, runtime, options.credentialVault, logger),
    async listSubscriptions(tenantId) {
      const path = `/customers/${encodeURIComponent(tenantId)}/subscriptions`;
      return (await readAllPages(caller, { path, tenant: tenantId }, limits.pages)).map(subscriptionView);
    },
    async readSubscription(tenantId, subscriptionId) {
      return subscriptionView(await readResource(caller, tenantId, subscriptionId));
    },
    suspendSubscription: (tenantId, subscriptionId, requestId) =>
      change(tenantId, subscriptionId, suspension, requestId),
    reactivateSubscription: (tenantId, subscriptionId, requestId) =>
      change(tenantId, subscriptionId, reactivation, requestId),
    setRenewal: (tenantId, subscriptionId, settings, requestId) =>
      change(tenantId, subscriptionId, renewal(settings), requestId),
    cancelSubscription: (tenantId, subscriptionId, requestId) =>
      change(tenantId, subscriptionId, cancellation, requestId),
    setQuantity: (tenantId, subscriptionId, quantity, requestId) =>
      change(tenantId, subscriptionId, quantityOf(quantity), requestId),
    placeOrder: createOrderPlacer(caller, limits, runtime),
    close: () => connection.close(),
  };
}
