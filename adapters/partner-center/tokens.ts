import type { Runtime } from '../runtime.ts';
import { bodyOf, lifetimeOf, tokenFaultOf } from './fault.ts';
import { asText, field } from './json.ts';
import { unreachable } from './partner-center-error.ts';
import type { Transport } from './transport.ts';

/** `app`: the application by itself. `user`: the application for the administrator who once consented with MFA. */
export type TokenFor = 'app' | 'user';

/** Where the refresh token of the consenting administrator is kept (contract section 1.3). */
export interface UserGrant {
  readRefreshToken(): Promise<string>;
  /** Microsoft may hand out a new one at any refresh; the old one then stops working. */
  replaceRefreshToken(token: string): Promise<void>;
}

export interface TokenOptions {
  readonly loginUrl: string;
  readonly partnerTenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** `https://api.partnercenter.microsoft.com/.default` */
  readonly scope: string;
  readonly user?: UserGrant | undefined;
}

export interface TokenSource {
  /** An access token that is good for a while yet. @throws PartnerCenterError */
  get(owner: TokenFor): Promise<string>;
  /** Microsoft refused this token: the next `get` fetches another, unless that has already happened. */
  discard(owner: TokenFor, token: string): void;
}

interface Held {
  readonly token: string;
  readonly renewAt: number;
}

/** Fetches tokens from the v2 endpoint (contract section 1.2) and keeps them; callers that come together share one request. */
export function createTokenSource(options: TokenOptions, transport: Transport, runtime: Runtime): TokenSource {
  const tokenUrl = new URL(`${options.loginUrl.replace(/\/+$/, '')}/${options.partnerTenantId}/oauth2/v2.0/token`);
  const held = new Map<TokenFor, Held>();
  const underway = new Map<TokenFor, Promise<string>>();

  const grantOf = async (owner: TokenFor): Promise<Record<string, string>> =>
    owner === 'user' && options.user
      ? { grant_type: 'refresh_token', refresh_token: await options.user.readRefreshToken() }
      : { grant_type: 'client_credentials' };

  const fetchToken = async (owner: TokenFor): Promise<string> => {
    const form = new URLSearchParams({
      ...(await grantOf(owner)),
      client_id: options.clientId,
      client_secret: options.clientSecret,
      scope: options.scope,
    });
    const askedAt = runtime.now();
    const reply = await transport
      .send({
        method: 'POST',
        url: tokenUrl,
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
        body: form.toString(),
      })
      .catch((error: unknown) => {
        throw unreachable(error);
      });
    const body = bodyOf(reply);
    const token = asText(field(body, 'access_token'));
    if (reply.status !== 200 || token === null) throw tokenFaultOf(reply, runtime.now());
    const refreshed = asText(field(body, 'refresh_token'));
    if (owner === 'user' && options.user && refreshed !== null) await options.user.replaceRefreshToken(refreshed);
    const lifetimeMs = (lifetimeOf(body) ?? 0) * 1000;
    // Renewed a little early: a token that runs out on the way costs a refused call.
    held.set(owner, { token, renewAt: askedAt + lifetimeMs - Math.min(60_000, lifetimeMs / 10) });
    return token;
  };

  return {
    async get(owner) {
      const known = held.get(owner);
      if (known && runtime.now() < known.renewAt) return known.token;
      const running = underway.get(owner) ?? fetchToken(owner).finally(() => underway.delete(owner));
      underway.set(owner, running);
      return running;
    },
    discard(owner, token) {
      if (held.get(owner)?.token === token) held.delete(owner);
    },
  };
}
