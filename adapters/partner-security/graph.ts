import { type Caller, createCaller } from '../partner-center/call.ts';
import type { ConnectionOptions, PartnerConnection } from '../partner-center/connection.ts';
import type { Dialect } from '../partner-center/dialect.ts';
import { type ErrorMeaning, meaningOf } from '../partner-center/errors.ts';
import { bodyOf, retryAfterOf } from '../partner-center/fault.ts';
import { asText, fieldAt } from '../partner-center/json.ts';
import { ownAddress } from '../partner-center/links.ts';
import { doubtful, PartnerCenterError } from '../partner-center/partner-center-error.ts';
import { createRequestBudget } from '../partner-center/request-budget.ts';
import { createTokenSource } from '../partner-center/tokens.ts';
import type { HttpReply } from '../partner-center/transport.ts';

export interface GraphOptions
  extends Pick<ConnectionOptions, 'loginUrl' | 'partnerTenantId' | 'clientId' | 'clientSecret'> {
  /** `https://graph.microsoft.com` */
  readonly graphUrl: string;
  /** Default `https://graph.microsoft.com/.default`. */
  readonly graphScope?: string;
}

const service = 'Microsoft Graph';

const lacksPermission: ErrorMeaning = {
  kind: 'unauthorized',
  needsPerson: true,
  action: 'The application lacks the permission PartnerSecurity.ReadWrite.All: a partner administrator grants it.',
  retryAfterMs: null,
};

/** Graph's errors (contract section 10): `{error: {code, message}}`, `Retry-After` possibly with a fraction. */
function graphFault(reply: HttpReply, now: number, write: boolean): PartnerCenterError {
  const body = bodyOf(reply);
  const origin = {
    service,
    httpStatus: reply.status,
    code: asText(fieldAt(body, 'error', 'code')),
    description: asText(fieldAt(body, 'error', 'message'))?.slice(0, 1024) ?? null,
    retryAfterMs: retryAfterOf(reply, now),
    correlationId: reply.headers['client-request-id'] ?? reply.headers['request-id'] ?? null,
  };
  const meaning = reply.status === 403 ? lacksPermission : meaningOf(reply.status, null);
  return write && meaning.kind === 'unavailable' ? doubtful(origin) : new PartnerCenterError(meaning, origin);
}

function graphDialect(graphUrl: string): Dialect {
  const base = graphUrl.replace(/\/+$/, '');
  return {
    service,
    address: (path) => ownAddress(base, /^https?:\/\//i.test(path) ? path : `${base}${path}`),
    headers: (sending, correlationId) => ({
      accept: 'application/json',
      ...sending.headers,
      ...(sending.body === undefined ? {} : { 'content-type': 'application/json' }),
      'client-request-id': correlationId,
    }),
    fault: graphFault,
  };
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
    dialect: graphDialect(options.graphUrl),
    transport,
    tokens,
    budget: createRequestBudget(500, runtime.now),
    limits,
    runtime,
    logger,
  });
}
