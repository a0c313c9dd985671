import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openOutside, type Outside } from '../../adapters/from-configuration.ts';
import { PartnerCenterError } from '../../adapters/index.ts';
import type { Environment } from '../../contracts/configuration.ts';
import { connect, type Db } from '../../db/database.ts';
import { partnerCredentials } from '../../db/partner-credentials.ts';
import { testConfiguration } from '../support/configuration.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startedMicrosoft } from './support/microsoft.ts';
import { refusalOf } from './support/refusal.ts';
import { webhookInbox } from './support/webhook-inbox.ts';

const log = pino({ level: 'silent' });
let database: TestDatabase;
let db: Db;
let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
const opened: Outside[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url, { max: 2 });
  microsoft = await startedMicrosoft({ firstRetryMs: 1 });
});
afterAll(async () => {
  for (const outside of opened) await outside.close();
  await microsoft.stop();
  await db.destroy();
  await database.drop();
});

function outsideWith(own: Environment): Outside {
  const { url: place } = microsoft;
  const { clientId, clientSecret, partnerTenantId } = microsoft.standard();
  const configuration = testConfiguration({
    PARTNER_CENTER_URL: place,
    PARTNER_CENTER_LOGIN_URL: place,
    MICROSOFT_GRAPH_URL: place,
    PARTNER_CENTER_TENANT_ID: partnerTenantId,
    PARTNER_CENTER_CLIENT_ID: clientId,
    PARTNER_CENTER_CLIENT_SECRET: clientSecret,
    PARTNER_CENTER_WEBHOOK_CERTIFICATES_URL: `${place}/cert/`,
    ...own,
  });
  const outside = openOutside(configuration, log, partnerCredentials(db));
  opened.push(outside);
  return outside;
}

const consent = { PARTNER_CENTER_REFRESH_TOKEN: 'simulated-refresh-token', CREDENTIALS_KEY: '0f'.repeat(32) };

test('a configured consent carries the calls in a person’s name, and without it the same calls say what is missing', async () => {
  const without = await refusalOf(PartnerCenterError, outsideWith({}).partnerUsage.customers());
  expect(without).toMatchObject({ code: '900329', needsPerson: true });
  const unheard = await refusalOf(
    PartnerCenterError,
    outsideWith({ CREDENTIALS_KEY: '0f'.repeat(32) }).partnerUsage.customers(),
  );
  expect(unheard).toMatchObject({ code: 'no_consent', needsPerson: true });
  const outside = outsideWith(consent);
  expect(await outside.partnerUsage.customers()).toEqual([]);
  expect(await outside.securityAlerts.open()).toEqual([]);
  expect(await outsideWith({ CREDENTIALS_KEY: consent.CREDENTIALS_KEY }).partnerUsage.customers()).toEqual([]);
});

test('the roots of webhooks are configured as text or as a file; a file that is not there stops the start', async () => {
  const { rootPem } = await microsoft.control<{ rootPem: string }>('GET', '/webhook-trust');
  const file = join(temporaryFolder(), 'roots.pem');
  writeFileSync(file, rootPem);
  const inbox = await webhookInbox();
  await outsideWith({}).webhookRegistrations.ensure({ url: inbox.url, events: ['test-created'] });
  await outsideWith({}).webhookRegistrations.sendTest();
  const [delivery] = await inbox.first(1);
  await inbox.stop();
  if (delivery === undefined) throw new Error('nothing has come');
  const headers = Object.fromEntries(Object.entries(delivery.headers).map(([name, value]) => [name, String(value)]));
  for (const roots of [rootPem, file]) {
    const { partnerWebhooks } = outsideWith({ PARTNER_CENTER_WEBHOOK_ROOTS: roots });
    expect((await partnerWebhooks.verify(headers, delivery.body)).name).toBe('test-created');
  }
  await expect(outsideWith({}).partnerWebhooks.verify(headers, delivery.body)).rejects.toMatchObject({
    reason: 'chain',
  });
  expect(() => outsideWith({ PARTNER_CENTER_WEBHOOK_ROOTS: `${file}.missing` })).toThrow('ENOENT');
});
