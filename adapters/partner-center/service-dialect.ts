import type { Dialect } from './dialect.ts';
import { type ErrorMeaning, meaningOf } from './errors.ts';
import { bodyOf, retryAfterOf } from './fault.ts';
import { asText, fieldAt } from './json.ts';
import { ownAddress } from './links.ts';
import { doubtful, PartnerCenterError } from './partner-center-error.ts';

export interface ServiceDialectOptions {
  /** The service's name, for logs and errors. */
  readonly service: string;
  readonly url: string;
  /** What a person does when the service says 403. */
  readonly whenForbidden: string;
}

/**
 * How Microsoft Graph and Azure Resource Manager speak (contract sections 7.4 and 10): errors are `{error: {code, message}}`,
 * `Retry-After` may carry a fraction, a next page is a whole address at the service's own origin.
 */
export function serviceDialect({ service, url, whenForbidden }: ServiceDialectOptions): Dialect {
  const base = url.replace(/\/+$/, '');
  const forbidden: ErrorMeaning = {
    kind: 'unauthorized',
    needsPerson: true,
    action: whenForbidden,
    retryAfterMs: null,
  };
  return {
    service,
    address: (path) => ownAddress(base, /^https?:\/\//i.test(path) ? path : `${base}${path}`),
    headers: (sending, correlationId) => ({
      accept: 'application/json',
      ...sending.headers,
      ...(sending.body === undefined ? {} : { 'content-type': 'application/json' }),
      'client-request-id': correlationId,
    }),
    fault(reply, now, write) {
      const body = bodyOf(reply);
      const origin = {
        service,
        httpStatus: reply.status,
        code: asText(fieldAt(body, 'error', 'code')),
        description: asText(fieldAt(body, 'error', 'message'))?.slice(0, 1024) ?? null,
        retryAfterMs: retryAfterOf(reply, now),
        correlationId: reply.headers['client-request-id'] ?? reply.headers['request-id'] ?? null,
      };
      const meaning = reply.status === 403 ? forbidden : meaningOf(reply.status, null);
      return write && meaning.kind === 'unavailable' ? doubtful(origin) : new PartnerCenterError(meaning, origin);
    },
  };
}
