import type { Logger } from 'pino';
import { defaultReadings, type MicrosoftReadings } from '../../contracts/microsoft-readings.ts';
import { type Runtime, systemRuntime } from '../runtime.ts';
import { type Caller, createCaller, type HeaderReader, type Prober } from './call.ts';
import { partnerCenterDialect } from './dialect.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { createRequestBudget } from './request-budget.ts';
import { createTokenSource, type UserGrant } from './tokens.ts';
import { createTransport, type Transport, type TransportTimeouts } from './transport.ts';

export interface ConnectionOptions {
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
  readonly userGrant?: UserGrant | undefined;
  /** Requests a minute and tenant; default 500 (contract section 2.6). Divide it by the number of workers. */
  readonly requestsPerMinute?: number;
  readonly limits?: Partial<Limits>;
  /** Default: 10 s to connect, 30 s to reply. One method may take several replies; give its activity minutes, not seconds. */
  readonly timeouts?: Partial<TransportTimeouts>;
  /** Language of Microsoft's texts; default `en-US`. */
  readonly locale?: string;
  readonly runtime?: Runtime;
  /** How Microsoft's contradictions are read; default as docs/microsoft.md says. */
  readonly readings?: MicrosoftReadings;
  readonly logger?: Logger;
}

/** Tokens, request budget and kept-alive connections to Partner Center, shared by every client of this process. */
export interface PartnerConnection {
  readonly caller: Caller & Prober & HeaderReader;
  readonly limits: Limits;
  readonly runtime: Runtime;
  readonly transport: Transport;
  readonly readings: MicrosoftReadings;
  readonly logger: Logger | undefined;
  /** The partner's application, by which it is known everywhere. */
  readonly applicationId: string;
  close(): Promise<void>;
}

/** Calls that concern no customer share the partner's own part of the request limit. */
export const partnersOwn = 'partner';

/** Opens the connection; nothing is sent yet. */
export function openConnection(options: ConnectionOptions): PartnerConnection {
  const { logger, runtime = systemRuntime, readings = defaultReadings } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const transport = createTransport({ connectMs: 10_000, replyMs: 30_000, ...options.timeouts });
  const tokens = createTokenSource(
    { ...options, scope: options.scope ?? 'https://api.partnercenter.microsoft.com/.default', user: options.userGrant },
    transport,
    runtime,
  );
  const caller = createCaller({
    dialect: partnerCenterDialect(
      {
        apiUrl: options.apiUrl,
        locale: options.locale ?? 'en-US',
        application: 'Tenure',
        validateMfa: readings.validateMfa,
      },
      runtime,
    ),
    transport,
    tokens,
    budget: createRequestBudget(options.requestsPerMinute ?? 500, runtime.now),
    limits,
    runtime,
    logger,
  });
  const { clientId: applicationId } = options;
  return { caller, limits, runtime, transport, readings, logger, applicationId, close: () => transport.close() };
}
