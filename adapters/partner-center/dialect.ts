import type { Runtime } from '../runtime.ts';
import { faultOf } from './fault.ts';
import { resolveLink } from './links.ts';
import type { PartnerCenterError } from './partner-center-error.ts';
import type { Sending } from './sending.ts';
import type { HttpReply } from './transport.ts';

/** What differs between Microsoft's services: addresses, headers, and how an error is put. */
export interface Dialect {
  /** The service's name, for logs. */
  readonly service: string;
  /** The address of a path, or of a link as the service gave it. @throws PartnerCenterError when it leads elsewhere */
  address(path: string): URL;
  /** Every header but the token. A sending's own headers win over what is made up here, except the correlation id. */
  headers(sending: Sending, correlationId: string): Record<string, string>;
  /** The error that a reply other than 2xx stands for. */
  fault(reply: HttpReply, now: number, write: boolean): PartnerCenterError;
}

export interface PartnerCenterDialectOptions {
  readonly apiUrl: string;
  /** Language of Microsoft's texts. */
  readonly locale: string;
  readonly application: string;
  /** Contract section 20, item 10. */
  readonly validateMfa: boolean;
}

/** Partner Center's REST: the headers of contract section 2.1, the errors of 2.5. */
export function partnerCenterDialect(options: PartnerCenterDialectOptions, runtime: Runtime): Dialect {
  return {
    service: 'Partner Center',
    address: (path) => resolveLink(options.apiUrl, path),
    headers: (sending, correlationId) => ({
      accept: 'application/json',
      'x-locale': options.locale,
      'ms-contract-version': 'v1',
      'ms-partnercenter-application': options.application,
      'ms-requestid': runtime.newGuid(),
      ...(sending.as === 'user' && options.validateMfa ? { validatemfa: 'true' } : {}),
      ...sending.headers,
      ...(sending.body === undefined ? {} : { 'content-type': 'application/json' }),
      'ms-correlationid': correlationId,
    }),
    fault: faultOf,
  };
}
