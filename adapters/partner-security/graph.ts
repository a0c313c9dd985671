import { type Caller, createCaller } from '../partner-center/call.ts';
import type { ConnectionOptions, PartnerConnection } from '../partner-center/connection.ts';
import { createRequestBudget } from '../partner-center/request-budget.ts';
import { serviceDialect } from '../partner-center/service-dialect.ts';
import { createTokenSource } from '../partner-center/tokens.ts';

export interface GraphOptions
  extends Pick<ConnectionOptions, 'loginUrl' | 'partnerTenantId' | 'clientId' | 'clientSecret'> {
  /** `https://graph.microsoft.com` */
  readonly graphUrl: string;
  /** Default `https://graph.microsoft.com/.default`. */
  readonly graphScope?: string;
}

/** Calls to Graph by the application itself, over the connections that Partner Center's calls use as well. */
export function createGraphCaller(options: GraphOptions, connection: PartnerConnection): Caller {
  const { transport, limits, runtime, logger } = connection;
  const tokens = createTokenSource(
    { ...options, scope: options.graphScope ?? 'https://graph.microsoft.com/.default' },
    transport,
    runtime,
  );
  return createCaller({
    dialect: serviceDialect({
      service: 'Microsoft Graph',
      url: options.graphUrl,
      whenForbidden:
        'The application lacks a permission, such as PartnerSecurity.ReadWrite.All: a partner administrator grants it.',
    }),
    transport,
    tokens,
    budget: createRequestBudget(500, runtime.now),
    limits,
    runtime,
    logger,
  });
}
