import type { Call } from '../kit/http-server.ts';
import type { AccessTokens } from './access-token.ts';

const IN_PATH = [/^\/v1\/customers\/([0-9a-f-]{36})(?:\/|$)/i, /^\/([0-9a-f-]{36})\/oauth2\//i];

/**
 * The customer's tenant that a call is about, by which it is journaled, counted and struck by faults: Partner Center and the token
 * server name it in the path, Graph and Azure in the token alone. Null for what is the partner's own.
 */
export function subjectOfCall(call: Call, tokens: AccessTokens, partnerTenantId: string): string | null {
  const inPath = IN_PATH.map((pattern) => pattern.exec(call.path)?.[1]).find((found) => found !== undefined);
  const tenant = (inPath ?? tenantOfToken(call, tokens))?.toLowerCase();
  return tenant === undefined || tenant === partnerTenantId.toLowerCase() ? null : tenant;
}

function tenantOfToken(call: Call, tokens: AccessTokens): string | undefined {
  const bearer = /^Bearer (.+)$/i.exec(call.headers['authorization'] ?? '')?.[1];
  return bearer === undefined ? undefined : tokens.read(bearer)?.tid;
}
