import { ConfidentialClientApplication } from '@azure/msal-node';
import { bodyOf } from './fault.ts';
import { unreachable } from './partner-center-error.ts';
import type { HttpReply, Transport } from './transport.ts';

export interface SignInOptions {
  /** `https://login.microsoftonline.com` */
  readonly loginUrl: string;
  readonly partnerTenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** `https://api.partnercenter.microsoft.com/.default` */
  readonly scope: string;
}

/** Token requests as Microsoft's own library makes them (contract sections 1.1 and 1.2); each answers with Microsoft's reply. */
export interface SignIn {
  /** The application by itself. @throws PartnerCenterError when no reply came */
  asApplication(): Promise<HttpReply>;
  /** The application for the administrator who consented. @throws PartnerCenterError when no reply came */
  asPerson(refreshToken: string): Promise<HttpReply>;
}

/** The library knows no authority without TLS. One is only met in front of a simulator: then the name is nominal. */
const NOMINAL = 'https://login.microsoftonline.com';

/**
 * MSAL for the requests, our transport for the wire, and nothing of MSAL's cache: it gives out no refresh token, while the
 * secure application model has us keep the one that is handed out at a refresh (contract section 1.3), and it would hold
 * tokens that Partner Center has refused. So each request has a client of its own, and its reply is read here.
 */
export function createSignIn(options: SignInOptions, transport: Transport): SignIn {
  const base = options.loginUrl.replace(/\/+$/, '');
  const { protocol, origin } = new URL(base);
  const authority = `${protocol === 'https:' ? origin : NOMINAL}/${options.partnerTenantId}`;
  const oauth = `${authority}/oauth2/v2.0`;
  const auth = {
    clientId: options.clientId,
    clientSecret: options.clientSecret,
    authority,
    knownAuthorities: [new URL(authority).host],
    // Said beforehand, so that nothing is asked about the authority itself.
    authorityMetadata: JSON.stringify({
      authorization_endpoint: `${oauth}/authorize`,
      token_endpoint: `${oauth}/token`,
      issuer: `${authority}/v2.0`,
      jwks_uri: `${authority}/discovery/v2.0/keys`,
    }),
  };

  const replyTo = async (ask: (client: ConfidentialClientApplication) => Promise<unknown>): Promise<HttpReply> => {
    let reply: HttpReply | undefined;
    let lost: unknown;
    const networkClient = {
      sendGetRequestAsync: (): Promise<never> => Promise.reject(new Error('a token is asked for by POST alone')),
      sendPostRequestAsync: async <T>(url: string, request?: { headers?: Record<string, string>; body?: string }) => {
        const { pathname, search } = new URL(url);
        reply = await transport
          .send({
            method: 'POST',
            url: new URL(`${base}${pathname}${search}`),
            headers: { ...request?.headers, accept: 'application/json' },
            ...(request?.body !== undefined && { body: request.body }),
          })
          .catch((error: unknown) => {
            lost = error;
            throw error;
          });
        // What is no JSON is nothing to MSAL, which then fails: the reply itself is judged below.
        return { headers: { ...reply.headers }, status: reply.status, body: (bodyOf(reply) ?? {}) as T };
      },
    };
    const client = new ConfidentialClientApplication({
      auth,
      system: { networkClient, disableInternalRetries: true },
    });
    const failure = await ask(client).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (reply === undefined) throw unreachable(lost ?? failure);
    return reply;
  };

  const scopes = [options.scope];
  return {
    asApplication: () => replyTo((client) => client.acquireTokenByClientCredential({ scopes, skipCache: true })),
    asPerson: (refreshToken) => replyTo((client) => client.acquireTokenByRefreshToken({ scopes, refreshToken })),
  };
}
