import type { Call } from '../kit/http-server.ts';
import type { AccessTokens, Claims } from './access-token.ts';
import { isGuid } from './customers/customer.ts';
import { partnerOf } from './partner/account.ts';
import type { PartnerRoute } from './partner-call.ts';
import { hasMfa } from './partner-requests.ts';
import { PartnerFault } from './partner-fault.ts';
import type { World } from './world.ts';

const AUDIENCE = 'https://api.partnercenter.microsoft.com';

/**
 * Who calls.
 * @throws PartnerFault 800001 without a token or with one that has run out, 400 (of 401) for one that was not issued here, 900420 for
 * one made out to somebody else, 2032 for one of a tenant that is not the partner's
 */
export function authorize(world: World, tokens: AccessTokens, call: Call): Claims {
  const bearer = /^Bearer (.+)$/i.exec(call.headers['authorization'] ?? '')?.[1];
  if (bearer === undefined) throw new PartnerFault('800001');
  const claims = tokens.read(bearer);
  if (claims === undefined) throw new PartnerFault('400');
  if (claims.exp <= Date.now() / 1000) throw new PartnerFault('800001', 'The token has expired.');
  if (claims.aud.replace(/\/$/, '') !== AUDIENCE) throw new PartnerFault('900420');
  // A tenant may be named by its domain, too, which is not followed up here.
  if (isGuid(claims.tid) && claims.tid.toLowerCase() !== world.settings.partnerTenantId.toLowerCase())
    throw new PartnerFault('2032', 'The caller is no partner.');
  return claims;
}

/**
 * Contract 1.4, 1.5 and the roles of 7.1 and 9: what a route asks of its caller.
 * @throws PartnerFault 900329 for the application alone where a person is needed, 900309 for a person whom a Conditional Access policy
 * blocks, 900421 for one without MFA, 900150 without a role that is needed
 */
export function refuseUnfit(world: World, claims: Claims, { userOnly, roles = [] }: PartnerRoute): void {
  if (userOnly === true && claims.idtyp === 'app') throw new PartnerFault('900329');
  if (claims.idtyp === 'user' && partnerOf(world).blockedByPolicy) throw new PartnerFault('900309');
  if (userOnly === true && !hasMfa(claims) && world.settings.mfaEnforced) throw new PartnerFault('900421');
  const missing = roles.filter((role) => !claims.roles.includes(role));
  if (missing.length > 0) throw new PartnerFault('900150', `The caller is no ${missing.join(' and no ')}.`);
}
