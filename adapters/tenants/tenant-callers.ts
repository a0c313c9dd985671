import { type Caller, createCaller } from '../partner-center/call.ts';
import type { ConnectionOptions, PartnerConnection } from '../partner-center/connection.ts';
import { createRequestBudget } from '../partner-center/request-budget.ts';
import { serviceDialect } from '../partner-center/service-dialect.ts';
import { createTokenSource, type TokenSource } from '../partner-center/tokens.ts';
import { createGraphCaller, type GraphOptions } from '../partner-security/graph.ts';

export interface TenantOptions extends GraphOptions, Pick<ConnectionOptions, 'userGrant'> {
  /** `https://management.azure.com` */
  readonly managementUrl: string;
}

/**
 * Calls into tenants other than Partner Center's: the partner's own Graph, and Graph and Azure Resource Manager inside a
 * customer's tenant, where the partner's administrator is a guest by the customer's leave (contract sections 1.2 and 1.3).
 * A customer that withdraws it answers with `unauthorized`, and only a person can mend that.
 */
export interface TenantCallers {
  /** Graph in the partner's own tenant, by the application alone. */
  readonly partnerGraph: Caller;
  /** Graph inside a customer's tenant, in the name of the administrator who consented. */
  graphIn(tenantId: string): Caller;
  /** Azure Resource Manager for the Azure subscriptions of a customer's tenant, likewise. */
  armIn(tenantId: string): Caller;
}

/** Callers kept: a token is good for an hour, and a round over many tenants passes each of them only once. */
const MOST_KEPT = 500;

const GRAPH = {
  scope: 'https://graph.microsoft.com/.default',
  whenForbidden:
    'The customer’s tenant refuses the partner’s application or role: renew the delegated admin relationship or its consent.',
};
const ARM = {
  scope: 'https://management.azure.com/.default',
  whenForbidden:
    'The partner has no role on this Azure subscription: the customer gives it back, or Partner Center is used.',
};

/** Opens the callers over the connections that Partner Center's calls use as well; nothing is sent yet. */
export function createTenantCallers(options: TenantOptions, connection: PartnerConnection): TenantCallers {
  const { transport, limits, runtime, logger } = connection;
  const partnerGraph = createGraphCaller(options, connection);

  const services = {
    graph: { dialect: serviceDialect({ service: 'Microsoft Graph', url: options.graphUrl, ...GRAPH }), ...GRAPH },
    arm: { dialect: serviceDialect({ service: 'Azure', url: options.managementUrl, ...ARM }), ...ARM },
  };
  // One budget a service: the buckets inside are by tenant.
  const budgets = { graph: createRequestBudget(500, runtime.now), arm: createRequestBudget(500, runtime.now) };

  const kept = new Map<string, Caller>();
  const callerFor = (service: 'graph' | 'arm', tenantId: string): Caller => {
    const key = `${service} ${tenantId}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const { dialect, scope } = services[service];
    const { loginUrl, clientId, clientSecret, userGrant } = options;
    const tokens: TokenSource = createTokenSource(
      { loginUrl, partnerTenantId: tenantId, clientId, clientSecret, scope, user: userGrant },
      transport,
      runtime,
    );
    const caller = asUser(
      createCaller({ dialect, transport, tokens, budget: budgets[service], limits, runtime, logger }),
    );
    const [oldest] = kept.size >= MOST_KEPT ? kept.keys() : [];
    if (oldest !== undefined) kept.delete(oldest);
    kept.set(key, caller);
    return caller;
  };

  return {
    partnerGraph,
    graphIn: (tenantId) => callerFor('graph', tenantId),
    armIn: (tenantId) => callerFor('arm', tenantId),
  };
}

/** In the name of the administrator who consented, unless a call says otherwise. */
function asUser(caller: Caller): Caller {
  return {
    read: (read) => caller.read({ as: 'user', ...read }),
    readBytes: (read) => caller.readBytes({ as: 'user', ...read }),
    write: (write) => caller.write({ as: 'user', ...write }),
  };
}
