import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { partner } from '../support/partner.ts';

const CREATED = '2025-01-01T00:00:00Z';
const GRAPH = 'https://graph.microsoft.com';
let microsoft: Awaited<ReturnType<typeof partner>>;
beforeAll(async () => {
  microsoft = await partner();
});
afterAll(() => microsoft.stop());

/** A tenant with a directory, and a bare client with a token of it. */
async function aTenant(directory: object = {}) {
  const tenant = randomUUID();
  const { users } = await microsoft.pull<{ users: string[] }>('POST', `tenants/${tenant}/directory`, directory);
  const token = await fetch(`${microsoft.url}/${tenant}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: 'client',
      client_secret: 'secret',
      grant_type: 'client_credentials',
      resource: GRAPH,
    }),
  }).then((reply) => reply.json() as Promise<{ access_token: string }>);
  const call = async (method: string, path: string, body?: object) => {
    const reply = await fetch(path.startsWith('http') ? path : `${microsoft.url}/v1.0${path}`, {
      method,
      headers: { authorization: `Bearer ${token.access_token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- looked at by the tests
    return { status: reply.status, body: (text === '' ? null : JSON.parse(text)) as Record<string, unknown> };
  };
  return { tenant, users, call };
}
const people = (count: number, more: object = {}) =>
  Array.from({ length: count }, () => ({ createdAt: CREATED, ...more }));

test('wrong questions about users are refused as Graph does', async () => {
  const { users, call } = await aTenant({ users: people(1) });
  const one = `/users/${users[0]}`;
  const wrong: readonly (readonly [string, string, object | undefined, number, string])[] = [
    ['GET', '/users?$select=id,signInActivity&$top=501', undefined, 400, 'Request_BadRequest'],
    ['GET', '/users?$select=id&$top=1000', undefined, 400, 'Request_BadRequest'],
    ['GET', '/users?$select=shoeSize', undefined, 400, 'BadRequest'],
    ['GET', `/users?$filter=${encodeURIComponent("userType eq 'Visitor'")}`, undefined, 400, 'BadRequest'],
    [
      'GET',
      `/users?$filter=${encodeURIComponent("signInActivity/lastSignInDateTime le 2026-01-01T00:00:00Z and userType eq 'Guest'")}`,
      undefined,
      400,
      'Request_BadRequest',
    ],
    ['GET', '/users?$orderby=displayName', undefined, 400, 'Request_BadRequest'],
    ['GET', `/users/${randomUUID()}`, undefined, 404, 'Request_ResourceNotFound'],
    ['PATCH', one, { accountEnabled: 'false' }, 400, 'Request_BadRequest'],
    ['PATCH', one, { accountEnabled: false, shoeSize: 42 }, 400, 'Request_BadRequest'],
    ['PUT', one, { accountEnabled: false }, 405, 'MethodNotAllowed'],
    ['POST', `/directory/deletedItems/${users[0]}/restore`, undefined, 404, 'Request_ResourceNotFound'],
  ];
  for (const [method, path, body, status, code] of wrong) {
    const refused = await call(method, path, body);
    expect([path, refused.status, refused.body['error']]).toMatchObject([path, status, { code }]);
  }
});

test('a filter finds guests of long ago that are enabled, and pages are followed by their link', async () => {
  const { call } = await aTenant({
    users: [
      ...people(3, { userType: 'Guest' }),
      ...people(1, { userType: 'Guest', accountEnabled: false }),
      ...people(1, { userType: 'Guest', createdAt: '2026-06-01T00:00:00Z' }),
      ...people(2),
    ],
  });
  const filter = "createdDateTime le 2026-01-01T00:00:00Z and userType eq 'Guest' and accountEnabled eq true";
  const first = await call('GET', `/users?$select=id,userType&$top=2&$filter=${encodeURIComponent(filter)}`);
  expect(first.body['value']).toHaveLength(2);
  const second = await call('GET', String(first.body['@odata.nextLink']));
  expect([second.body['value'], second.body['@odata.nextLink']]).toMatchObject([[{ userType: 'Guest' }], undefined]);
});

test('without $select neither sign-ins nor the state of an account are told', async () => {
  const { call } = await aTenant({ users: people(1) });
  const { body } = await call('GET', '/users');
  expect(Object.keys((body['value'] as readonly object[])[0] ?? {}).toSorted()).toEqual([
    'displayName',
    'id',
    'mail',
    'userPrincipalName',
  ]);
});

test('a deleted user can be restored for thirty days of business time', async () => {
  const { tenant, users, call } = await aTenant({ users: people(2) });
  const [soon = '', late = ''] = users;
  expect((await call('DELETE', `/users/${soon}`)).status).toBe(204);
  expect((await call('DELETE', `/users/${late}`)).status).toBe(204);
  expect((await call('DELETE', `/users/${late}`)).status).toBe(404);
  expect((await call('GET', '/directory/deletedItems/microsoft.graph.user')).body['value']).toHaveLength(2);
  await microsoft.setClock(tenant, new Date(Date.now() + 29 * 86_400_000).toISOString());
  expect((await call('POST', `/directory/deletedItems/${soon}/restore`)).status).toBe(200);
  await microsoft.setClock(tenant, new Date(Date.now() + 31 * 86_400_000).toISOString());
  expect((await call('POST', `/directory/deletedItems/${late}/restore`)).status).toBe(404);
  expect((await call('GET', '/users')).body['value']).toMatchObject([{ id: soon }]);
});

test('a sign-in is told a day late, and in a tenant without P1 or P2 never', async () => {
  const { tenant, users, call } = await aTenant({ users: people(1) });
  const path = `/users/${users[0]}?$select=id,signInActivity`;
  const at = new Date().toISOString();
  await microsoft.pull('POST', `tenants/${tenant}/directory/users/${users[0]}/sign-ins`, { at });
  expect((await call('GET', path)).body).toEqual({ id: users[0] });
  await microsoft.setClock(tenant, new Date(Date.now() + 86_401_000).toISOString());
  expect((await call('GET', path)).body).toMatchObject({ signInActivity: { lastSuccessfulSignInDateTime: at } });
  await microsoft.pull('POST', `tenants/${tenant}/directory`, { isPremium: false });
  const refused = await call('GET', path);
  expect([refused.status, refused.body['error']]).toMatchObject([
    403,
    { code: 'Authentication_RequestFromNonPremiumTenantOrB2CTenant' },
  ]);
});

test('a token of one tenant shows that tenant’s directory and no other', async () => {
  const mine = await aTenant({ users: people(1) });
  const other = await aTenant({ users: people(1) });
  expect((await mine.call('GET', `/users/${other.users[0]}`)).status).toBe(404);
  expect((await mine.call('GET', '/users')).body['value']).toMatchObject([{ id: mine.users[0] }]);
});
