import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PartnerCenterError, type UserGrant } from '../../../adapters/index.ts';
import { hurryingRuntime } from '../support/hurry.ts';
import { startedMicrosoft } from '../support/microsoft.ts';
import { refusalOf } from '../support/refusal.ts';

let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;

beforeAll(async () => {
  microsoft = await startedMicrosoft();
});
afterEach(() => microsoft.clearFaults());
afterAll(() => microsoft.stop());

const tokenRequests = async () => (await microsoft.allRequests()).filter(({ path }) => path.endsWith('/token')).length;

function grant(first: string | null): UserGrant & { held: string | null } {
  return {
    held: first,
    async readRefreshToken() {
      return this.held;
    },
    async replaceRefreshToken(token, used) {
      if (this.held === used) this.held = token;
    },
  };
}

describe('the application’s token', () => {
  test('is fetched once by calls that come together, and kept', async () => {
    const client = microsoft.client();
    const before = await tokenRequests();
    const tenants = Array.from({ length: 8 }, microsoft.newTenant);
    await Promise.all(tenants.map((tenant) => client.listSubscriptions(tenant)));
    await client.listSubscriptions(microsoft.newTenant());
    expect(await tokenRequests()).toBe(before + 1);
    await client.close();
  });

  test('is renewed shortly before it runs out', async () => {
    const runtime = hurryingRuntime();
    const client = microsoft.client({ runtime });
    const before = await tokenRequests();
    await client.listSubscriptions(microsoft.newTenant());
    runtime.skip(3_530_000);
    await client.listSubscriptions(microsoft.newTenant());
    runtime.skip(20_000);
    await client.listSubscriptions(microsoft.newTenant());
    expect(await tokenRequests()).toBe(before + 2);
    await client.close();
  });

  test('that Microsoft no longer takes is replaced once, and a write goes through', async () => {
    const client = microsoft.client();
    const tenant = microsoft.newTenant();
    const subscription = await microsoft.seed(tenant);
    await client.readSubscription(tenant, subscription);
    const before = await tokenRequests();
    await microsoft.fault({ kind: 'status', status: 401, match: { method: 'PATCH', tenantId: tenant } });
    expect((await client.suspendSubscription(tenant, subscription, 'stop')).status).toBe('suspended');
    expect(await tokenRequests()).toBe(before + 1);
    await client.close();
  });

  test('that is refused twice is an error of sign-in, not an endless loop', async () => {
    const client = microsoft.client();
    const tenant = microsoft.newTenant();
    await microsoft.fault({ kind: 'status', status: 401, times: 10, match: { tenantId: tenant } });
    const error = await refusalOf(PartnerCenterError, client.listSubscriptions(tenant));
    expect(error).toMatchObject({ kind: 'unauthorized', httpStatus: 401, code: '800001' });
    await client.close();
  });

  test('of an application with a wrong secret is a matter for a person, and the secret is not in the error', async () => {
    const client = microsoft.client({ clientSecret: 'a-wrong-secret' });
    const error = await refusalOf(PartnerCenterError, client.listSubscriptions(microsoft.newTenant()));
    expect(error).toMatchObject({ kind: 'unauthorized', code: 'invalid_client', needsPerson: true });
    expect(`${error.message} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain('a-wrong-secret');
    await client.close();
  });

  test('for another audience is a matter for a person, at once', async () => {
    const client = microsoft.client({ scope: 'https://graph.windows.net/.default' });
    const error = await refusalOf(PartnerCenterError, client.listSubscriptions(microsoft.newTenant()));
    expect(error).toMatchObject({ kind: 'unauthorized', code: '900420', needsPerson: true });
    await client.close();
  });
});

describe('a call that needs a person’s sign-in', () => {
  test('uses the stored grant and stores the new refresh token', async () => {
    const userGrant = grant('simulated-refresh-token');
    const client = microsoft.client({ userGrant });
    expect(await client.relationshipRequestUrl()).toMatch(/^https:\/\/admin\.microsoft\.com\//);
    expect(userGrant.held).not.toBe('simulated-refresh-token');
    await client.close();
  });

  test('without a grant says that a person has to consent', async () => {
    const client = microsoft.client();
    const error = await refusalOf(PartnerCenterError, client.relationshipRequestUrl());
    expect(error).toMatchObject({ kind: 'unauthorized', httpStatus: 403, code: '900329', needsPerson: true });
    await client.close();
  });

  test('for which nobody has consented yet says so, and asks Microsoft nothing', async () => {
    const before = (await microsoft.allRequests()).length;
    const client = microsoft.client({ userGrant: grant(null) });
    const error = await refusalOf(PartnerCenterError, client.relationshipRequestUrl());
    expect(error).toMatchObject({ kind: 'unauthorized', code: 'no_consent', needsPerson: true });
    expect((await microsoft.allRequests()).length).toBe(before);
    await client.close();
  });

  test('goes through at once after a new consent, without waiting for the old token to run out', async () => {
    const consent = async (mfa: boolean) =>
      (await microsoft.control<{ refreshToken: string }>('POST', '/refresh-tokens', { mfa })).refreshToken;
    const userGrant = grant(await consent(false));
    const client = microsoft.client({ userGrant });
    const error = await refusalOf(PartnerCenterError, client.relationshipRequestUrl());
    expect(error).toMatchObject({ code: '900421', needsPerson: true });
    expect(error.action).toContain('consents again');
    userGrant.held = await consent(true);
    expect(await client.relationshipRequestUrl()).toMatch(/^https:/);
    await client.close();
  });

  test('tries the token that another process has kept in the meantime', async () => {
    const { refreshToken } = await microsoft.control<{ refreshToken: string }>('POST', '/refresh-tokens', {});
    const kept = ['a-token-that-was-renewed', refreshToken];
    const replaced: string[] = [];
    const client = microsoft.client({
      userGrant: {
        readRefreshToken: async () => kept.shift() ?? null,
        replaceRefreshToken: async (_token, used) => void replaced.push(used),
      },
    });
    expect(await client.relationshipRequestUrl()).toMatch(/^https:/);
    expect(replaced).toEqual([refreshToken]);
    await client.close();
  });

  test('whose store cannot be reached is a passing trouble', async () => {
    const client = microsoft.client({
      userGrant: {
        readRefreshToken: async () => Promise.reject(new Error('no connection')),
        replaceRefreshToken: async () => {},
      },
    });
    const error = await refusalOf(PartnerCenterError, client.relationshipRequestUrl());
    expect(error).toMatchObject({ kind: 'unavailable', code: 'credential_store', needsPerson: false });
    await client.close();
  });

  test('made without MFA is a matter for a person', async () => {
    const { refreshToken } = await microsoft.control<{ refreshToken: string }>('POST', '/refresh-tokens', {
      mfa: false,
    });
    const client = microsoft.client({ userGrant: grant(refreshToken) });
    const error = await refusalOf(PartnerCenterError, client.relationshipRequestUrl());
    expect(error).toMatchObject({ kind: 'unauthorized', code: '900421', needsPerson: true });
    await client.close();
  });

  test('whose grant was revoked asks for a new consent', async () => {
    const { refreshToken } = await microsoft.control<{ refreshToken: string }>('POST', '/refresh-tokens', {});
    await microsoft.control('DELETE', '/refresh-tokens');
    const client = microsoft.client({ userGrant: grant(refreshToken) });
    const error = await refusalOf(PartnerCenterError, client.relationshipRequestUrl());
    expect(error).toMatchObject({ kind: 'unauthorized', code: 'invalid_grant', needsPerson: true });
    await client.close();
  });
});
