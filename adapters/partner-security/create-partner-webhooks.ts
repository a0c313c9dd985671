import { constants, createHash, verify, type X509Certificate } from 'node:crypto';
import { toInstantText } from '../partner-center/dates.ts';
import { asText, field, type JsonValue, parseJson } from '../partner-center/json.ts';
import { systemRuntime } from '../runtime.ts';
import { checkDates, organisationOf } from './certificate-chain.ts';
import type { PartnerEvent, PartnerWebhooks } from './port.ts';
import { createSigningCertificates, type SigningCertificateOptions } from './signing-certificates.ts';
import { WebhookRefused } from './webhook-refused.ts';

export interface PartnerWebhookOptions extends SigningCertificateOptions {
  /** Wall time, epoch milliseconds. */
  readonly now?: () => number;
}

const mostBytes = 1024 * 1024;
const minute = 60_000;

interface Signed {
  readonly signature: Buffer;
  readonly certificateUrl: string;
  readonly algorithm: string;
}

/** The signature stands in `x-ms-signature`, or in `authorization`, as it was registered (contract section 11.2). */
function signedBy(headers: Readonly<Record<string, string | undefined>>): Signed {
  const given = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value?.trim() ?? '']));
  const texts = [given.get('x-ms-signature'), given.get('authorization')];
  const signature = texts.flatMap((text) => /^signature\s+([a-z0-9+/]+={0,2})$/i.exec(text ?? '')?.[1] ?? [])[0];
  const certificateUrl = given.get('x-ms-certificate-url') ?? '';
  const algorithm = given.get('x-ms-signature-algorithm') ?? '';
  if (signature === undefined || certificateUrl === '' || algorithm === '') throw new WebhookRefused('headersMissing');
  return { signature: Buffer.from(signature, 'base64'), certificateUrl, algorithm };
}

function isSigned(body: Buffer, signature: Buffer, certificate: X509Certificate): boolean {
  const key = certificate.publicKey;
  if (key.asymmetricKeyType !== 'rsa') throw new WebhookRefused('algorithm');
  return verify('sha256', body, { key, padding: constants.RSA_PKCS1_PADDING }, signature);
}

function parsed(body: Buffer): JsonValue {
  try {
    return parseJson(body.toString('utf8'));
  } catch (cause) {
    throw new WebhookRefused('malformed', { cause });
  }
}

/** The event in a body that is known to be Microsoft's. Its key is of what the body says, as it says it. */
function eventIn(body: Buffer): PartnerEvent {
  const value = parsed(body);
  const text = (...names: readonly string[]): string | null =>
    names.map((name) => asText(field(value, name))).find((found) => found !== null) ?? null;
  const name = text('EventName');
  const resourceUri = text('ResourceUri');
  const auditUri = text('AuditUri', 'AuditUrl');
  const changed = text('ResourceChangeUtcDate');
  const changedAt = toInstantText(changed);
  if (name === null || changedAt === null) throw new WebhookRefused('malformed');
  const key = createHash('sha256')
    .update(JSON.stringify([name, resourceUri, auditUri, changed]))
    .digest('hex');
  return Object.freeze({ key, name, resourceUri, auditUri, changedAt: Date.parse(changedAt) });
}

/**
 * Checks deliveries in the order of contract section 11.3. A signature has no time in it: whoever recorded a delivery can
 * send it again, so that only `key` and reading anew what it names keep it from being believed twice.
 */
export function createPartnerWebhooks(
  options: PartnerWebhookOptions = {},
): PartnerWebhooks & { close(): Promise<void> } {
  const { now = systemRuntime.now } = options;
  const certificates = createSigningCertificates(options, now);

  const trustedCertificate = async (address: URL, maxAgeMs: number, algorithm: string): Promise<X509Certificate> => {
    const chain = await certificates.chainAt(address, maxAgeMs);
    checkDates(chain, now());
    const [certificate] = chain;
    if (certificate === undefined || organisationOf(certificate) !== 'Microsoft Corporation')
      throw new WebhookRefused('organisation');
    if (algorithm !== 'rsa-sha256') throw new WebhookRefused('algorithm');
    return certificate;
  };

  return {
    async verify(headers, body) {
      const { signature, certificateUrl, algorithm } = signedBy(headers);
      if (body.byteLength > mostBytes) throw new WebhookRefused('bodyTooLarge');
      const address = URL.canParse(certificateUrl) ? new URL(certificateUrl) : null;
      if (address === null || !certificates.isOurs(address)) throw new WebhookRefused('certificateUrl');
      // A certificate renewed in its place would make a kept one refuse what is genuine: the second look is a fresh one.
      for (const maxAgeMs of [10 * minute, minute / 2]) {
        const certificate = await trustedCertificate(address, maxAgeMs, algorithm);
        if (isSigned(body, signature, certificate)) return eventIn(body);
      }
      throw new WebhookRefused('signature');
    },
    close: () => certificates.close(),
  };
}
