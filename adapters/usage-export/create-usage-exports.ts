import type { RatedUsage } from '../../domain/usage/rated-usage.ts';
import type { PartnerConnection } from '../partner-center/connection.ts';
import { meaningOf } from '../partner-center/errors.ts';
import { bodyOf, retryAfterOf } from '../partner-center/fault.ts';
import { asList, asText, field, fieldAt, isObject, type JsonValue } from '../partner-center/json.ts';
import { PartnerCenterError, unreachable } from '../partner-center/partner-center-error.ts';
import { createRequestBudget } from '../partner-center/request-budget.ts';
import { createSender } from '../partner-center/sender.ts';
import type { Sending } from '../partner-center/sending.ts';
import { serviceDialect } from '../partner-center/service-dialect.ts';
import { createTokenSource } from '../partner-center/tokens.ts';
import { type HttpReply, TransportFailure } from '../partner-center/transport.ts';
import type { GraphOptions } from '../partner-security/graph.ts';
import { FILE_LIMITS, fileLines } from './file-lines.ts';
import type { UsageExports } from './port.ts';
import { ratedLine } from './rated-line.ts';

const BILLING = '/v1.0/reports/partners/billing';
const service = 'Microsoft Graph';
/** How long to wait where Microsoft does not say. */
const PAUSE_MS = 10_000;
const BATCH = 500;

const malformed = (code: string): PartnerCenterError => new PartnerCenterError(meaningOf(500, null), { service, code });

/** Exports of daily rated usage (contract section 15.3). What fails is asked again by the next round, so nothing is repeated here. */
export function createUsageExports(
  options: GraphOptions,
  { transport, limits, runtime, logger }: PartnerConnection,
  fileLimits = FILE_LIMITS,
): UsageExports {
  const dialect = serviceDialect({
    service,
    url: options.graphUrl,
    whenForbidden: 'The application lacks the permission PartnerBilling.Read.All: a partner administrator grants it.',
  });
  const scope = options.graphScope ?? 'https://graph.microsoft.com/.default';
  const tokens = createTokenSource({ ...options, scope }, transport, runtime);
  const budget = createRequestBudget(500, runtime.now);
  const send = createSender({ dialect, transport, tokens, budget, limits, runtime, logger });

  const ask = async (call: Pick<Sending, 'method' | 'path' | 'body'>): Promise<HttpReply> => {
    const reply = await send({ ...call, tenant: 'graph-billing', as: 'app', headers: {} }).catch((error: unknown) => {
      throw error instanceof TransportFailure ? unreachable(error) : error;
    });
    if (reply.status < 200 || reply.status > 299) throw dialect.fault(reply, runtime.now(), false);
    return reply;
  };
  const read = async (path: string): Promise<{ readonly body: JsonValue; readonly reply: HttpReply }> => {
    const reply = await ask({ method: 'GET', path, body: undefined });
    const body = bodyOf(reply);
    if (body === undefined) throw malformed('no_answer');
    return { body, reply };
  };
  /** The manifest stands in the answer, or the answer says where it is. */
  const filesOf = async (location: JsonValue | undefined): Promise<readonly string[]> => {
    const address = asText(location);
    const manifest = isObject(location) ? location : address === null ? undefined : (await read(address)).body;
    const [root, signature] = [asText(field(manifest, 'rootDirectory')), asText(field(manifest, 'sasToken'))];
    const names = asList(field(manifest, 'blobs')).map((blob) => asText(field(blob, 'name')));
    if (root === null || signature === null || names.length === 0 || names.includes(null))
      throw malformed('no_manifest');
    // Customers' figures do not travel in the open, unless Graph itself is spoken to so, on one machine.
    if (new URL(root).protocol !== 'https:' && new URL(options.graphUrl).protocol === 'https:')
      throw malformed('insecure_file');
    return names.map((name) => `${root.replace(/\/+$/, '')}/${name}?${signature.replace(/^\?/, '')}`);
  };

  return {
    async ask(currencyCode, billingPeriod) {
      const body = JSON.stringify({ currencyCode, billingPeriod, attributeSet: 'full' });
      const { headers } = await ask({ method: 'POST', path: `${BILLING}/usage/unbilled/export`, body });
      const operation = /\/operations\/([^/?]+)/i.exec(headers['location'] ?? '')?.[1];
      if (operation === undefined) throw malformed('no_operation');
      return decodeURIComponent(operation);
    },
    async look(operation) {
      const { body, reply } = await read(`${BILLING}/operations/${encodeURIComponent(operation)}`);
      const status = asText(field(body, 'status'))?.toLowerCase();
      if (status === 'failed') {
        const code = asText(fieldAt(body, 'error', 'code'));
        return code === '5000' ? { state: 'empty' } : { state: 'failed', code };
      }
      if (status === 'succeeded') return { state: 'ready', files: await filesOf(field(body, 'resourceLocation')) };
      return { state: 'running', retryAfterMs: retryAfterOf(reply, runtime.now()) ?? PAUSE_MS };
    },
    async *lines(file) {
      let batch: RatedUsage[] = [];
      for await (const line of fileLines(file, fileLimits)) {
        batch.push(ratedLine(line));
        if (batch.length < BATCH) continue;
        yield batch;
        batch = [];
      }
      if (batch.length > 0) yield batch;
    },
  };
}
