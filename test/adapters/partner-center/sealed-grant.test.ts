import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PartnerCenterError } from '../../../adapters/index.ts';
import { sealedGrant } from '../../../adapters/partner-center/sealed-grant.ts';
import { connect, type Db } from '../../../db/database.ts';
import { partnerCredentials } from '../../../db/partner-credentials.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { startedMicrosoft } from '../support/microsoft.ts';
import { refusalOf } from '../support/refusal.ts';

let database: TestDatabase;
let db: Db;
let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url, { max: 4 });
  microsoft = await startedMicrosoft({ partnerTenantId });
});
afterAll(async () => {
  await microsoft.stop();
  await db.destroy();
  await database.drop();
});

const key = randomBytes(32);
const partnerTenantId = randomUUID();
const grantFor = (tenant: string, given?: string, own: Buffer = key) =>
  sealedGrant(partnerCredentials(db), { partnerTenantId: tenant, key: own, given });
const rowOf = (tenant: string) =>
  db.selectFrom('partner_credential').selectAll().where('partner_tenant', '=', tenant).executeTakeFirstOrThrow();

describe('the grant of an administrator', () => {
  test('is nothing before somebody has consented', async () => {
    expect(await grantFor(randomUUID()).readRefreshToken()).toBeNull();
  });

  test('is not in the database as it was given', async () => {
    const tenant = randomUUID();
    const grant = grantFor(tenant, 'a-token-that-was-given');
    expect(await grant.readRefreshToken()).toBe('a-token-that-was-given');
    const { sealed, given_digest: digest } = await rowOf(tenant);
    const kept = Buffer.concat([sealed, digest]);
    expect(kept.includes('a-token-that-was-given')).toBe(false);
    await grant.replaceRefreshToken('a-token-that-was-given', 'a-token-that-was-given');
    expect(Buffer.from((await rowOf(tenant)).sealed).equals(Buffer.from(sealed))).toBe(false);
  });

  test('stays renewed when a program starts with the token of long ago', async () => {
    const tenant = randomUUID();
    const first = grantFor(tenant, 'given');
    await first.readRefreshToken();
    await first.replaceRefreshToken('renewed', 'given');
    expect(await grantFor(tenant, 'given').readRefreshToken()).toBe('renewed');
    expect(await grantFor(tenant).readRefreshToken()).toBe('renewed');
  });

  test('is another after a new consent was given, and an answer under way does not bring the old one back', async () => {
    const tenant = randomUUID();
    const first = grantFor(tenant, 'given');
    await first.readRefreshToken();
    expect(await grantFor(tenant, 'consented again').readRefreshToken()).toBe('consented again');
    await first.replaceRefreshToken('renewed', 'given');
    expect(await first.readRefreshToken()).toBe('consented again');
  });

  test('renewed by two at once is one of the two, and opens', async () => {
    const tenant = randomUUID();
    const [one, two] = [grantFor(tenant, 'given'), grantFor(tenant, 'given')];
    await Promise.all([one.readRefreshToken(), two.readRefreshToken()]);
    await Promise.all([one.replaceRefreshToken('by one', 'given'), two.replaceRefreshToken('by two', 'given')]);
    expect(['by one', 'by two']).toContain(await one.readRefreshToken());
    expect((await rowOf(tenant)).version).toBe(2);
  });

  test.each(['another key', 'another tenant', 'a changed byte', 'too few bytes'])(
    'does not open with %s',
    async (what) => {
      const tenant = randomUUID();
      await grantFor(tenant, 'given').readRefreshToken();
      const { sealed } = await rowOf(tenant);
      const changed = Buffer.from(sealed);
      changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
      const place = what === 'another tenant' ? randomUUID() : tenant;
      const content = what === 'a changed byte' ? changed : what === 'too few bytes' ? changed.subarray(0, 20) : sealed;
      const store = partnerCredentials(db);
      if (place === tenant) await store.replace(tenant, content, 1);
      else await store.keepGiven(place, content, Buffer.from('x'));
      const grant = grantFor(place, undefined, what === 'another key' ? randomBytes(32) : key);
      expect(await refusalOf(PartnerCenterError, grant.readRefreshToken())).toMatchObject({
        kind: 'unauthorized',
        code: 'credential_unreadable',
        needsPerson: true,
      });
    },
  );
});

test('calls in a person’s name go through on the stored grant, which is renewed with each sign-in, by a program started anew', async () => {
  const tenant = partnerTenantId;
  const { refreshToken } = await microsoft.control<{ refreshToken: string }>('POST', '/refresh-tokens', {});
  for (const given of [refreshToken, undefined]) {
    const client = microsoft.client({ partnerTenantId: tenant, userGrant: grantFor(tenant, given) });
    expect(await client.relationshipRequestUrl()).toMatch(/^https:/);
    await client.close();
  }
  expect((await rowOf(tenant)).version).toBe(3);
  expect(await grantFor(tenant).readRefreshToken()).not.toBe(refreshToken);
});
