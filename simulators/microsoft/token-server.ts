import { randomUUID } from 'node:crypto';
import { type Answer, json } from '../kit/answer.ts';
import type { Call } from '../kit/http-server.ts';
import type { AccessTokens } from './access-token.ts';
import type { RefreshTokens } from './refresh-tokens.ts';

export interface TokenServer {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly lifetimeSeconds: number;
  readonly tokens: AccessTokens;
  readonly refreshTokens: RefreshTokens;
  /** Contract 1.3: whether the application may act in this tenant, which is the partner's own or a customer's. */
  readonly admits: (tenantId: string) => boolean;
  /** The roles that a token of this kind carries. */
  readonly rolesOf: (kind: 'app' | 'user') => readonly string[];
}

interface Grant {
  readonly audience: string;
  readonly clientId: string;
  readonly tenantId: string;
  readonly kind: 'app' | 'user';
  readonly mfa: boolean;
  readonly refreshToken?: string;
}

/**
 * Contract 1.2 and 18.1: app-only tokens by client credentials, App+User tokens by refresh token, on both endpoints.
 * v1 takes `resource` and answers every value as a string, v2 takes `scope` and answers numbers.
 */
export function answerTokenRequest(server: TokenServer, version: 'v1' | 'v2', tenantId: string, call: Call): Answer {
  const form = new URLSearchParams(call.body.toString('utf8'));
  const grantType = form.get('grant_type');
  if (form.get('client_id') !== server.clientId)
    return oauthError(400, 'unauthorized_client', 700016, 'The application was not found in the directory.');
  if (form.get('client_secret') !== server.clientSecret)
    return oauthError(401, 'invalid_client', 7000215, 'Invalid client secret provided.');
  const audience = audienceOf(version, form);
  if (audience === undefined) {
    return oauthError(
      400,
      'invalid_request',
      900144,
      `The request body must contain '${version === 'v1' ? 'resource' : 'scope'}'.`,
    );
  }
  // Contract 1.3: to act inside a customer's tenant the application must be consented there.
  if (!server.admits(tenantId))
    return oauthError(400, 'invalid_grant', 65001, 'The application has not been consented to in this tenant.');
  const base = { audience, clientId: server.clientId, tenantId };
  if (grantType === 'client_credentials') return granted(server, version, { ...base, kind: 'app', mfa: false });
  if (grantType !== 'refresh_token')
    return oauthError(400, 'unsupported_grant_type', 70003, 'The grant type is not supported.');
  const renewed = server.refreshTokens.redeem(form.get('refresh_token') ?? '');
  // Contract 1.2: `invalid_grant` on a refresh means that a person must consent again.
  if (renewed === undefined)
    return oauthError(400, 'invalid_grant', 70008, 'The refresh token has expired or was revoked.');
  return granted(server, version, { ...base, kind: 'user', mfa: renewed.mfa, refreshToken: renewed.next });
}

/** `https://api.partnercenter.microsoft.com` from `resource` (v1) or from the one scope that ends in `/.default` or a permission (v2). */
function audienceOf(version: 'v1' | 'v2', form: URLSearchParams): string | undefined {
  if (version === 'v1') return form.get('resource') ?? undefined;
  const scope = (form.get('scope') ?? '').split(' ').find((one) => one.startsWith('https://'));
  return scope?.slice(0, scope.lastIndexOf('/'));
}

function granted(server: TokenServer, version: 'v1' | 'v2', grant: Grant): Answer {
  const accessToken = server.tokens.issue(
    {
      aud: grant.audience,
      appid: grant.clientId,
      tid: grant.tenantId,
      idtyp: grant.kind,
      amr: grant.mfa ? ['pwd', 'mfa'] : ['pwd'],
      roles: [...server.rolesOf(grant.kind)],
    },
    server.lifetimeSeconds,
  );
  const now = Math.floor(Date.now() / 1000);
  const refresh = grant.refreshToken === undefined ? {} : { refresh_token: grant.refreshToken };
  const lifetime = server.lifetimeSeconds;
  const reply =
    version === 'v1'
      ? {
          token_type: 'Bearer',
          expires_in: String(lifetime),
          ext_expires_in: String(lifetime),
          expires_on: String(now + lifetime),
          not_before: String(now),
          resource: grant.audience,
          access_token: accessToken,
          ...refresh,
        }
      : { token_type: 'Bearer', expires_in: lifetime, ext_expires_in: lifetime, access_token: accessToken, ...refresh };
  return json(200, reply, { 'cache-control': 'no-store' });
}

function oauthError(status: number, error: string, code: number, description: string): Answer {
  return json(status, {
    error,
    error_description: `AADSTS${code}: ${description}`,
    error_codes: [code],
    timestamp: new Date().toISOString(),
    trace_id: randomUUID(),
    correlation_id: randomUUID(),
  });
}
