import { sign } from 'node:crypto';
import { createServer } from 'node:http';
import {
  createPartnerWebhooks,
  type PartnerWebhookOptions,
} from '../../../adapters/partner-security/create-partner-webhooks.ts';
import { certified, type Certified } from './certificates.ts';

export const organisations = ['Microsoft Corporation'];
export const root = certified({ commonName: 'Root', ca: true });
export const leaf = certified({ commonName: 'notifications', organisations, issuer: root });
/** An event as Microsoft sends it. */
export const body = Buffer.from(
  `\uFEFF{ "EventName": "azure-fraud-event-detected",  "ResourceUri": "https://api.partnercenter.microsoft.com/v1/fraudEvents?SubscriptionId=x&EventStatus=Active", "AuditUri": null, "ResourceChangeUtcDate": "2026-11-22T09:15:00.1234567+00:00" }`,
);

export const signatureOf = (bytes: Buffer, by: Certified = leaf): string =>
  `Signature ${sign('sha256', bytes, by.privateKey).toString('base64')}`;

/** A real server with certificates, the time, and receivers of webhooks that trust {@link root}. */
export async function certificateServer() {
  const files = new Map<string, Buffer | string>([['/cert/ms.cer', leaf.der]]);
  const asked: string[] = [];
  const time = { now: Date.parse('2026-11-22T10:00:00Z') };
  const closing: (() => Promise<void>)[] = [];
  const server = createServer((request, reply) => {
    asked.push(request.url ?? '');
    const file = files.get(request.url ?? '');
    if (request.url === '/cert/moved.cer') reply.writeHead(302, { location: '/cert/ms.cer' }).end();
    else if (file === undefined) reply.writeHead(404).end();
    else reply.end(file);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = `http://127.0.0.1:${address.port}`;

  return {
    url,
    /** What lies under which path. */
    files,
    /** The paths that were asked for. */
    asked,
    time,
    receiver(options: PartnerWebhookOptions = {}) {
      const made = createPartnerWebhooks({
        certificatesUrl: `${url}/cert/`,
        trustedRoots: root.pem,
        issuerHosts: [new URL(url).host],
        now: () => time.now,
        ...options,
      });
      closing.push(() => made.close());
      return made;
    },
    /** The headers of a delivery of these bytes, as they should be but for what is given. */
    headersOf: (bytes: Buffer, own: Record<string, string | undefined> = {}) => ({
      authorization: signatureOf(bytes),
      'x-ms-certificate-url': `${url}/cert/ms.cer`,
      'x-ms-signature-algorithm': 'rsa-sha256',
      ...own,
    }),
    async stop(): Promise<void> {
      for (const close of closing) await close();
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
