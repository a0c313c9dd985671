import { randomUUID } from 'node:crypto';
import { azurePlan } from './azure.ts';
import type { Microsoft, Mistake, Refused } from './mistakes.ts';
import { RESOURCE } from './partner.ts';

/** What a token is asked for by: the application alone, or in the name of the person who consented. */
const GRANTS = {
  application: { grant_type: 'client_credentials' },
  person: { grant_type: 'refresh_token', refresh_token: 'simulated-refresh-token' },
} as const;
type Who = keyof typeof GRANTS;

const VERDICT = { EventIds: [], EventStatus: 'Resolved', ResolvedReason: 'Fraud' };
const NO_ROLES = { roles: { person: [], application: [] } };

/** What is wrong with who calls, and with how the call is dressed (contract §1 and §2.1). */
export function mistakesOfCallers(at: () => Microsoft): readonly Mistake[] {
  /** An empty header counts as missing. */
  const dressed = (headers: Record<string, string>) => (): Refused =>
    at().call('GET', '/customers', undefined, headers);
  const withToken = (token: string, method: string, path: string, body?: object): Refused =>
    at().call(method, path, body, { authorization: `Bearer ${token}` });

  /** A call by a token of its own, while the partner's account is in a state; then all is in order again. */
  async function amid(state: object, who: Who, method: string, path: string, body?: object): Refused {
    const before = await at().pull<object>('GET', 'partner');
    await at().pull('POST', 'partner', state);
    try {
      return await withToken(await at().tokenOf({ ...GRANTS[who], resource: RESOURCE }), method, path, body);
    } finally {
      await at().pull('POST', 'partner', before);
    }
  }

  const cancelledWith = (roles: readonly string[], who: Who) => async (): Refused => {
    const path = `${(await azurePlan(at())).pathOf(0)}/cancel`;
    const body = { cancellationReason: 'compromise' };
    return amid({ roles: { person: roles, application: roles } }, who, 'POST', path, body);
  };

  async function reactivatedWithoutRole(): Refused {
    return amid(NO_ROLES, 'application', 'POST', `${(await azurePlan(at())).pathOf(0)}/reactivate`);
  }

  async function tokenForGraph(): Refused {
    const resource = 'https://graph.windows.net';
    return withToken(await at().tokenOf({ ...GRANTS.application, resource }), 'GET', '/customers');
  }

  async function tokenOfCustomer(): Refused {
    const reply = await at().tokenCall({ ...GRANTS.application, resource: RESOURCE }, 'v1', randomUUID());
    const { access_token: token }: { access_token: string } = JSON.parse(await reply.text());
    return withToken(token, 'GET', '/customers');
  }

  async function withoutMfa(): Refused {
    const { refreshToken } = await at().pull<{ refreshToken: string }>('POST', 'refresh-tokens', { mfa: false });
    const form = { ...GRANTS.person, refresh_token: refreshToken, resource: RESOURCE };
    return withToken(await at().tokenOf(form), 'GET', '/fraudEvents');
  }

  async function patchedWith(headers: Record<string, string>): Refused {
    return at().call('PATCH', (await at().seed()).path, {}, headers);
  }

  const verdicts = `/fraudEvents/subscription/${randomUUID()}/status`;
  const onlyAdministrator = { roles: { person: ['globalAdministrator'], application: [] } };

  return [
    ['no token', dressed({ authorization: '' }), 401, '800001'],
    ['a token that was not issued', dressed({ authorization: 'Bearer a.b.c' }), 401, '400'],
    ['a token for another audience', tokenForGraph, 401, '900420'],
    ['a token of a customer’s tenant', tokenOfCustomer, 403, '2032'],
    ['a person without MFA', withoutMfa, 401, '900421'],
    [
      'a person whom a policy blocks',
      () => amid({ blockedByPolicy: true }, 'person', 'GET', '/fraudEvents'),
      403,
      '900309',
    ],
    [
      'fraud events by one who is no Admin agent',
      () => amid(onlyAdministrator, 'person', 'GET', '/fraudEvents'),
      403,
      '900150',
    ],
    [
      'a verdict by one who is no Admin agent',
      () => amid(NO_ROLES, 'person', 'POST', verdicts, VERDICT),
      403,
      '900150',
    ],
    ['Azure cancelled by an application without a role', cancelledWith([], 'application'), 403, '900150'],
    ['Azure cancelled by an Admin agent alone', cancelledWith(['adminAgent'], 'person'), 403, '900150'],
    ['Azure cancelled by an administrator alone', cancelledWith(['globalAdministrator'], 'person'), 403, '900150'],
    ['Azure reactivated by an application without a role', reactivatedWithoutRole, 403, '900150'],
    ['no contract version', dressed({ 'ms-contract-version': '' }), 400, '800002'],
    ['another contract version', dressed({ 'ms-contract-version': 'v2' }), 400, '800002'],
    ['a request id that is no GUID', dressed({ 'ms-requestid': 'one' }), 400, '800002'],
    ['a correlation id that is no GUID', dressed({ 'ms-correlationid': '7' }), 400, '800002'],
    ['an answer wanted as XML', dressed({ accept: 'application/xml' }), 406, '406'],
    ['a body sent as text', () => patchedWith({ 'content-type': 'text/plain' }), 400, '800002'],
    ['an etag without its quotes', () => patchedWith({ 'if-match': 'abc' }), 400, '800002'],
  ];
}
