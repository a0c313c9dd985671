import type { Logger } from 'pino';
import { type Runtime, systemRuntime } from '../runtime.ts';
import { createCaller } from './call.ts';
import { createCustomerCalls } from './customers.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { createOrderPlacer } from './orders.ts';
import { readAllPages } from './pages.ts';
import type { CredentialVault, PartnerCenter } from './port.ts';
import { createRequestBudget } from './request-budget.ts';
import { subscriptionView } from './subscription.ts';
import {
  cancellation,
  createSubscriptionChanger,
  reactivation,
  readResource,
  renewal,
  suspension,
} from './subscription-changes.ts';
import { createTokenSource, type UserGrant } from './tokens.ts';
import { createTransport, type TransportTimeouts } from './transport.ts';

export interface PartnerCenterOptions {
  /** `https://api.partnercenter.microsoft.com` */
  readonly apiUrl: string;
  /** `https://login.microsoftonline.com` */
  readonly loginUrl: string;
  readonly partnerTenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Default `https://api.partnercenter.microsoft.com/.default`. */
  readonly scope?: string;
  /** The consenting administrator's grant, for calls that need a person (contract section 1.5). */
  readonly userGrant?: UserGrant;
  readonly credentialVault?: CredentialVault;
  /** Requests a minute and tenant; default 500 (contract section 2.6). Divide it by the number of workers. */
  readonly requestsPerMinute?: number;
  readonly limits?: Partial<Limits>;
  /** Default: 10 s to connect, 30 s to reply. One method may take several replies; give its activity minutes, not seconds. */
  readonly timeouts?: Partial<TransportTimeouts>;
  /** Language of Microsoft's texts; default `en-US`. */
  readonly locale?: string;
  readonly runtime?: Runtime;
  readonly logger?: Logger;
}

/** A client of Partner Center's REST API. It keeps connections and tokens; call `close` at the end. */
export function createPartnerCenter(options: PartnerCenterOptions): PartnerCenter {
  const runtime = options.runtime ?? systemRuntime;
  const limits = { ...defaultLimits, ...options.limits };
  const transport = createTransport({ connectMs: 10_000, replyMs: 30_000, ...options.timeouts });
  const tokens = createTokenSource(
    { ...options, scope: options.scope ?? 'https://api.partnercenter.microsoft.com/.default', user: options.userGrant },
    transport,
    runtime,
  );
  const caller = createCaller({
    apiUrl: options.apiUrl,
    locale: options.locale ?? 'en-US',
    application: 'Tenure',
    transport,
    tokens,
    budget: createRequestBudget(options.requestsPerMinute ?? 500, runtime.now),
    limits,
    runtime,
    logger: options.logger,
  });
  const change = createSubscriptionChanger(caller, limits, runtime);

  return {
    ...createCustomerCalls(caller, limits, runtime, options.credentialVault, options.logger),
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
    placeOrder: createOrderPlacer(caller, limits, runtime),
    close: () => transport.close(),
  };
}
