import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { PartnerCenterError } from '../../../adapters/index.ts';
import { createUsageExports } from '../../../adapters/usage-export/create-usage-exports.ts';
import type { RatedUsage } from '../../../domain/usage/rated-usage.ts';
import { startedMicrosoft } from '../support/microsoft.ts';
import { refusalOf } from '../support/refusal.ts';
import { closeScripted, scriptedMicrosoft } from '../support/scripted-microsoft.ts';

let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
let connection: ReturnType<typeof microsoft.connection>;
beforeAll(async () => {
  microsoft = await startedMicrosoft({ ratedAfterMs: 0 });
  connection = microsoft.connection();
});
afterEach(closeScripted);
afterAll(async () => {
  await connection.close();
  await microsoft.stop();
});

const exports = () => createUsageExports(microsoft.standard(), connection);
async function all<T>(batches: AsyncIterable<readonly T[]>): Promise<T[]> {
  const read: T[] = [];
  for await (const batch of batches) read.push(...batch);
  return read;
}
async function used(tenant: string, currencyCode: string, more: object): Promise<void> {
  const plan = await microsoft.seed(tenant, { offerId: 'DZH318Z0BPS6:0001:DZH318Z0BML6', quantity: 1 });
  const lever = `/tenants/${tenant}/subscriptions/${plan}/entitlements`;
  const { id } = await microsoft.control<{ id: string }>('POST', lever, {});
  await microsoft.control('POST', `/tenants/${tenant}/usage`, { entitlementId: id, currencyCode, ...more });
}
const exportTakes = (exportAfterMs: number) => microsoft.control('POST', '/settings', { exportAfterMs });
async function filesOf(operation: string): Promise<readonly string[]> {
  const progress = await exports().look(operation);
  if (progress.state !== 'ready') throw new Error(`the export is ${progress.state}`);
  return progress.files;
}

test('usage is asked for, waited for and read line by line, with every digit, and nobody’s token goes to the store', async () => {
  const tenant = randomUUID();
  await used(tenant, 'EUR', { totalCost: '120.5682999999995904716', region: 'East US', visibleAfterMs: 0 });
  await exportTakes(90_000);
  const slow = await exports().look(await exports().ask('EUR', 'current'));
  expect(slow).toMatchObject({ state: 'running' });
  expect(slow.state === 'running' && slow.retryAfterMs > 60_000).toBe(true);
  await exportTakes(0);
  const [file = '', ...more] = await filesOf(await exports().ask('EUR', 'current'));
  expect(more).toEqual([]);
  expect(await all(exports().lines(file))).toMatchObject([
    {
      customerTenantId: tenant,
      currency: 'EUR',
      cost: '120.5682999999995904716',
      region: 'eastus',
      service: 'microsoft.compute',
      kind: 'virtualmachines',
      meterName: 'D4s v5',
      quantity: '1',
    },
  ]);
  const stolen = file.replace(/sig=\w+/, 'sig=0');
  expect(await refusalOf(PartnerCenterError, all(exports().lines(stolen)))).toMatchObject({ httpStatus: 403 });
});

test('where nothing was used Microsoft calls the export a failure; it is empty', async () => {
  const operation = await exports().ask('GBP', 'last');
  expect(await exports().look(operation)).toEqual({ state: 'empty' });
  expect(await refusalOf(PartnerCenterError, exports().look(randomUUID()))).toMatchObject({ kind: 'notFound' });
});

test('Graph refuses a currency or a period that is none', async () => {
  expect(await refusalOf(PartnerCenterError, exports().ask('euro', 'current'))).toMatchObject({ httpStatus: 400 });
});

const LINE = {
  CustomerId: 'AB',
  UsageDate: '2026-03-01T00:00:00Z',
  BillingCurrency: 'PLN',
  BillingPreTaxTotal: 1,
  ConsumedService: 'Microsoft.Storage',
};
async function scripted(file: Buffer, limits = { unpackedBytes: 10_000, lineBytes: 500 }): Promise<RatedUsage[]> {
  const {
    url,
    options,
    connection: own,
  } = await scriptedMicrosoft(({ headers }, reply) => {
    reply.end(headers.authorization === undefined ? file : 'a token came along');
  });
  return await all(createUsageExports({ ...options, graphUrl: url }, own, limits).lines(`${url}/file?sig=1`));
}
const lineText = (more: object = {}): string => JSON.stringify({ ...LINE, ...more });

test('a file in any pieces gives its lines, the last one without an end as well', async () => {
  const text = `\n${lineText()}\n\n${lineText({ ResourceURI: '/subscriptions/s/anna@customer.example' })}`;
  expect(await scripted(gzipSync(text))).toMatchObject([
    { customerTenantId: 'ab', day: '2026-03-01', region: 'unknown', service: 'microsoft.storage', resource: null },
    { resource: null },
  ]);
});

test.each([
  ['is no packed file', Buffer.from('plain'), 'export_unreadable'],
  ['breaks off', gzipSync(`${lineText()}\n`).subarray(0, 60), 'export_unreadable'],
  ['grows beyond measure', gzipSync(`${lineText()}\n`.repeat(200)), 'export_too_large'],
  ['has a line without an end', gzipSync('x'.repeat(2_000)), 'export_line_too_long'],
  ['holds a line of nobody’s', gzipSync(lineText({ CustomerId: null })), 'RatedUsage_without_customerId'],
  [
    'holds a line without a sum',
    gzipSync(lineText({ BillingPreTaxTotal: 'much' })),
    'RatedUsage_without_billingPreTaxTotal',
  ],
])('a file that %s is an error, and never taken for less usage', async (_what, file, code) => {
  expect((await refusalOf(PartnerCenterError, scripted(file))).code).toBe(code);
});
