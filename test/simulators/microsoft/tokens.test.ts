import { afterAll, beforeAll, expect, test } from 'vitest';
import { partner, RESOURCE } from '../support/partner.ts';

type Partner = Awaited<ReturnType<typeof partner>>;
let microsoft: Partner;
beforeAll(async () => {
  microsoft = await partner();
});
afterAll(() => microsoft.stop());

const appOnly = { grant_type: 'client_credentials' };

test('the v1 endpoint answers every value as a string, numbers included', async () => {
  const reply = JSON.parse(await (await microsoft.tokenCall({ ...appOnly, resource: RESOURCE })).text());
  expect(reply).toMatchObject({ token_type: 'Bearer', expires_in: '3600', resource: RESOURCE });
  expect(Object.values(reply).every((value) => typeof value === 'string')).toBe(true);
  expect(reply).not.toHaveProperty('refresh_token');
});

test('the v2 endpoint takes a scope and answers numbers', async () => {
  const reply = JSON.parse(
    await (await microsoft.tokenCall({ ...appOnly, scope: `${RESOURCE}/.default` }, 'v2')).text(),
  );
  expect(reply).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
  expect(
    (await microsoft.call('GET', '/customers', undefined, { authorization: `Bearer ${reply.access_token}` })).status,
  ).toBe(200);
});

test.each([
  [{ ...appOnly, client_secret: 'wrong', resource: RESOURCE }, 401, 'invalid_client'],
  [{ ...appOnly, client_id: 'stranger', resource: RESOURCE }, 400, 'unauthorized_client'],
  [{ ...appOnly }, 400, 'invalid_request'],
  [{ grant_type: 'password', resource: RESOURCE }, 400, 'unsupported_grant_type'],
  [{ grant_type: 'refresh_token', refresh_token: 'unknown', resource: RESOURCE }, 400, 'invalid_grant'],
])('a token request %j is refused with %i %s', async (form, status, error) => {
  const reply = await microsoft.tokenCall(form);
  expect(reply.status).toBe(status);
  expect(JSON.parse(await reply.text())).toMatchObject({ error, error_codes: [expect.any(Number)] });
});

test('a call without a token is 401/800001, with a foreign one 401/400, and both name the realm', async () => {
  for (const [authorization, code] of [
    ['', '800001'],
    ['Bearer abc', '400'],
    ['Bearer a.b.c', '400'],
  ] as const) {
    const reply = await microsoft.call('GET', '/customers', undefined, { authorization });
    expect([reply.status, reply.body.code]).toEqual([401, code]);
    expect(reply.headers.get('www-authenticate')).toMatch(/^OAuth realm=urn:cpsvc:cpid:/);
  }
});

test('a token for another audience is 401/900420', async () => {
  const graph = await microsoft.tokenOf({ ...appOnly, resource: 'https://graph.windows.net' });
  const reply = await microsoft.call('GET', '/customers', undefined, { authorization: `Bearer ${graph}` });
  expect([reply.status, reply.body.code]).toEqual([401, '900420']);
});

test('a token is good until it expires, and not a second longer', async () => {
  const shortLived = await partner({ tokenLifetimeSeconds: 1 });
  try {
    const token = await shortLived.tokenOf({ ...appOnly, resource: RESOURCE });
    const read = () => shortLived.call('GET', '/customers', undefined, { authorization: `Bearer ${token}` });
    expect((await read()).status).toBe(200);
    await new Promise((resolve) => {
      setTimeout(resolve, 1_050);
    });
    expect((await read()).status).toBe(401);
  } finally {
    await shortLived.stop();
  }
});

test('an app-only token is refused where a person is needed, a person’s token is taken', async () => {
  const path = '/customers/relationshiprequests';
  const refused = await microsoft.call('GET', path);
  expect([refused.status, refused.body.code]).toEqual([403, '900329']);
  const taken = await microsoft.call<{ url: string }>('GET', path, undefined, {
    authorization: `Bearer ${microsoft.userToken}`,
  });
  expect(taken.status).toBe(200);
  expect(taken.body.url).toContain('ResellerRelationship');
});

test('a person’s token without multi-factor sign-in is 401/900421', async () => {
  const { refreshToken } = await microsoft.pull<{ refreshToken: string }>('POST', 'refresh-tokens', { mfa: false });
  const token = await microsoft.tokenOf({
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    resource: RESOURCE,
  });
  const reply = await microsoft.call('GET', '/customers/relationshiprequests', undefined, {
    authorization: `Bearer ${token}`,
  });
  expect([reply.status, reply.body.code]).toEqual([401, '900421']);
});

test('while MFA is not enforced, a call without it goes through and is told so, where it asks and in the list', async () => {
  const own = await partner();
  try {
    await own.pull('POST', 'settings', { mfaEnforced: false });
    const { refreshToken } = await own.pull<{ refreshToken: string }>('POST', 'refresh-tokens', { mfa: false });
    const token = await own.tokenOf({ grant_type: 'refresh_token', refresh_token: refreshToken, resource: RESOURCE });
    const listed = async (bearer: string, asked: object) => {
      const headers = { authorization: `Bearer ${bearer}`, ...asked };
      const reply = await own.call<{ items: readonly { mfaCompliant: boolean }[] }>(
        'GET',
        '/partnerRequests',
        undefined,
        headers,
      );
      return [reply.headers.get('ismfacompliant'), reply.body.items.map(({ mfaCompliant }) => mfaCompliant)];
    };
    expect(await listed(token, { validatemfa: 'true' })).toEqual(['false', [false]]);
    expect(await listed(own.userToken, {})).toEqual([null, [true, false]]);
    const unasked = await own.call('GET', '/partnerRequests', undefined, { validatemfa: 'true' });
    expect([unasked.status, unasked.body.code, unasked.headers.get('ismfacompliant')]).toEqual([403, '900329', null]);
  } finally {
    await own.stop();
  }
});

test('a refresh hands out a new refresh token; after a revocation none works until a person consents again', async () => {
  const own = await partner();
  try {
    const refresh = (refreshToken: string) =>
      own.tokenCall({ grant_type: 'refresh_token', refresh_token: refreshToken, resource: RESOURCE });
    const next = JSON.parse(await (await refresh('simulated-refresh-token')).text()).refresh_token;
    expect(next).not.toBe('simulated-refresh-token');
    await own.pull('DELETE', 'refresh-tokens');
    expect(JSON.parse(await (await refresh(next)).text()).error).toBe('invalid_grant');
    const { refreshToken } = await own.pull<{ refreshToken: string }>('POST', 'refresh-tokens');
    expect((await refresh(refreshToken)).status).toBe(200);
  } finally {
    await own.stop();
  }
});

test('a token that runs out while a call is on its way is refused, and nothing was done', async () => {
  const own = await partner();
  try {
    const { tenantId, id, path } = await own.seed();
    await own.pull('POST', 'faults', { kind: 'latency', ms: 300, match: { method: 'PATCH' } });
    const underWay = own.call('PATCH', path, { id, status: 'suspended' });
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
    await own.pull('DELETE', 'access-tokens');
    const reply = await underWay;
    expect([reply.status, reply.body.code]).toEqual([401, '800001']);
    const { items } = await own.pull<{ items: readonly { status: string }[] }>(
      'GET',
      `tenants/${tenantId}/subscriptions`,
    );
    expect(items.map(({ status }) => status)).toEqual(['active']);
    const token = await own.tokenOf({ ...appOnly, resource: RESOURCE });
    expect((await own.call('GET', path, undefined, { authorization: `Bearer ${token}` })).status).toBe(200);
  } finally {
    await own.stop();
  }
});
