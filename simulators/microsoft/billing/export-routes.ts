import { randomBytes, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { empty, json } from '../../kit/answer.ts';
import { param } from '../../kit/router.ts';
import { GraphFault } from '../graph/graph-fault.ts';
import type { GraphCall, GraphRoute } from '../graph/graph-call.ts';
import { BLOBS, MANIFESTS, OPERATIONS, type UsageExport } from './export.ts';
import { ratedLines } from './usage-lines.ts';

const TYPES = '#microsoft.graph.partners.billing';
const LINES_A_FILE = 5_000;

const asked = z.strictObject({
  '@odata.type': z.string().optional(),
  currencyCode: z.string().regex(/^[A-Z]{3}$/),
  billingPeriod: z.enum(['current', 'last']),
  attributeSet: z.enum(['full', 'basic']).default('full'),
});

/** Contract 15.3: daily rated usage that is not invoiced yet, as files that are made in the background. */
export const exportRoutes: readonly GraphRoute[] = [
  { method: 'POST', pattern: '/v1.0/reports/partners/billing/usage/unbilled/export', handle: ask },
  { method: 'GET', pattern: `${OPERATIONS}/{operationId}`, handle: look },
  { method: 'GET', pattern: `${MANIFESTS}/{manifestId}`, handle: manifest },
];

function ask(call: GraphCall) {
  ownOnly(call);
  const { world } = call;
  const parsed = asked.safeParse(call.body);
  if (!parsed.success) throw new GraphFault(400, 'BadRequest', z.prettifyError(parsed.error));
  const { currencyCode, billingPeriod } = parsed.data;
  const createdAt = Date.now();
  const made: UsageExport = {
    id: randomUUID(),
    currencyCode,
    billingPeriod,
    createdAt,
    readyAt: createdAt + world.settings.exportAfterMs,
    signature: randomBytes(12).toString('hex'),
    blobs: filesOf([...ratedLines(world, currencyCode, billingPeriod)]),
  };
  world.exports.put(made.id, '', made);
  return empty(202, { location: `${world.address.url}${OPERATIONS}/${made.id}`, ...waiting(made) });
}

function filesOf(lines: readonly object[]): UsageExport['blobs'] {
  const files: { name: string; body: string }[] = [];
  for (let from = 0; from < lines.length; from += LINES_A_FILE) {
    const text = lines
      .slice(from, from + LINES_A_FILE)
      .map((line) => `${JSON.stringify(line)}\n`)
      .join('');
    files.push({
      name: `part-${String(files.length).padStart(5, '0')}.json.gz`,
      body: gzipSync(text).toString('base64'),
    });
  }
  return files;
}

/** Contract 15.3: no data is an operation that failed, and no empty file. */
function look(call: GraphCall) {
  const found = exportOf(call, 'operationId');
  const base = { id: found.id, createdDateTime: new Date(found.createdAt).toISOString() };
  if (Date.now() < found.readyAt)
    return json(
      200,
      {
        '@odata.type': `${TYPES}.runningOperation`,
        ...base,
        lastActionDateTime: base.createdDateTime,
        status: 'running',
      },
      waiting(found),
    );
  const done = { ...base, lastActionDateTime: new Date(found.readyAt).toISOString() };
  return json(
    200,
    found.blobs.length === 0
      ? {
          '@odata.type': `${TYPES}.failedOperation`,
          ...done,
          status: 'failed',
          error: { code: '5000', message: 'No data available' },
        }
      : {
          '@odata.type': `${TYPES}.exportSuccessOperation`,
          ...done,
          status: 'succeeded',
          resourceLocation: `${call.world.address.url}${MANIFESTS}/${found.id}`,
        },
  );
}

function manifest(call: GraphCall) {
  const found = exportOf(call, 'manifestId');
  if (Date.now() < found.readyAt || found.blobs.length === 0)
    throw new GraphFault(404, 'ResourceNotFound', 'There is no such manifest.');
  return json(200, {
    id: found.id,
    createdDateTime: new Date(found.readyAt).toISOString(),
    schemaVersion: '2',
    dataFormat: 'compressedJSONLines',
    partitionType: 'default',
    eTag: found.signature,
    partnerTenantId: call.world.settings.partnerTenantId,
    rootDirectory: `${call.world.address.url}${BLOBS}/${found.id}`,
    sasToken: `sv=2024-05-04&sr=d&sig=${found.signature}`,
    blobCount: found.blobs.length,
    blobs: found.blobs.map(({ name }) => ({ name, partitionValue: '' })),
  });
}

function waiting({ readyAt }: UsageExport): Record<string, string> {
  return { 'retry-after': String(Math.max(0, Math.ceil((readyAt - Date.now()) / 1000))) };
}

function exportOf(call: GraphCall, name: string): UsageExport {
  ownOnly(call);
  const found = call.world.exports.get(param(call.params, name));
  if (found === undefined) throw new GraphFault(404, 'ResourceNotFound', 'There is no such operation.');
  return found;
}

/** Contract 15.3: the partner's own data, in the partner's own tenant. */
function ownOnly({ world, tenantId }: GraphCall): void {
  if (world.customers.get(tenantId) !== undefined && tenantId !== world.settings.partnerTenantId)
    throw new GraphFault(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
}
