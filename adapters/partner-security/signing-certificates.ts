import type { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { createTransport } from '../partner-center/transport.ts';
import { certificatesIn, chainOf, organisationOf } from './certificate-chain.ts';
import { WebhookRefused } from './webhook-refused.ts';

export interface SigningCertificateOptions {
  /** Protocol, host and beginning of the path of certificates; default `https://3psostorageacct.blob.core.windows.net/cert/`. */
  readonly certificatesUrl?: string | undefined;
  /** PEM of the roots that a chain may end at; default Microsoft's own among those that come with Node. */
  readonly trustedRoots?: string | undefined;
  /** Hosts from which missing certificates of issuers are fetched; a certificate says where its issuer's lies. */
  readonly issuerHosts?: readonly string[] | undefined;
}

export interface SigningCertificates {
  /** The chain of the certificate at an address, downloaded at this age in milliseconds at the most. @throws WebhookRefused */
  chainAt(address: URL, maxAgeMs: number): Promise<readonly X509Certificate[]>;
  /** Whether Microsoft keeps its certificates there. */
  isOurs(address: URL): boolean;
  close(): Promise<void>;
}

const microsoft = {
  certificatesUrl: 'https://3psostorageacct.blob.core.windows.net/cert/',
  issuerHosts: ['www.microsoft.com', 'caissuers.microsoft.com', 'cacerts.digicert.com'],
};

function trusted(pem: string | undefined): readonly X509Certificate[] {
  if (pem !== undefined) return certificatesIn(Buffer.from(pem));
  return certificatesIn(Buffer.from(rootCertificates.join('\n'))).filter(
    (root) => organisationOf(root) === 'Microsoft Corporation',
  );
}

interface Held {
  readonly chain: Promise<readonly X509Certificate[]>;
  readonly fetchedAt: number;
}

/** Fetches Microsoft's signing certificates with their issuers, and keeps them briefly: they are renewed without notice. */
export function createSigningCertificates(options: SigningCertificateOptions, now: () => number): SigningCertificates {
  const base = new URL(options.certificatesUrl ?? microsoft.certificatesUrl);
  const issuerHosts = new Set(options.issuerHosts ?? microsoft.issuerHosts);
  const roots = trusted(options.trustedRoots);
  const transport = createTransport({ connectMs: 5_000, replyMs: 5_000 }, 64 * 1024);
  const held = new Map<string, Held>();

  const download = async (url: URL): Promise<readonly X509Certificate[]> => {
    const reply = await transport.send({ method: 'GET', url, headers: {} }).catch((cause: unknown): never => {
      throw new WebhookRefused('certificateUnreachable', { cause });
    });
    // A redirect is not followed: it could lead anywhere.
    if (reply.status !== 200) throw new WebhookRefused('certificateUnreachable');
    return certificatesIn(reply.bytes);
  };

  const issuersAt = async (address: string): Promise<readonly X509Certificate[]> => {
    if (!URL.canParse(address)) return [];
    const url = new URL(address);
    // Plain http is usual here, and does no harm: what was fetched must bear the chain.
    return /^https?:$/.test(url.protocol) && issuerHosts.has(url.host) ? await download(url) : [];
  };

  const fetchChain = async (address: URL): Promise<readonly X509Certificate[]> => {
    const [certificate, ...others] = await download(address);
    if (certificate === undefined) throw new WebhookRefused('certificateUnreadable');
    return await chainOf(certificate, { others, roots, fetch: issuersAt });
  };

  return {
    async chainAt(address, maxAgeMs) {
      const known = held.get(address.href);
      if (known && now() - known.fetchedAt <= maxAgeMs) return await known.chain;
      const fetching = { chain: fetchChain(address), fetchedAt: now() };
      held.set(address.href, fetching);
      return await fetching.chain.catch((error: unknown): never => {
        if (held.get(address.href) === fetching) held.delete(address.href);
        throw error;
      });
    },
    isOurs: ({ protocol, host, username, password, pathname, search, hash }) =>
      protocol === base.protocol &&
      host === base.host &&
      `${username}${password}${search}${hash}` === '' &&
      pathname.startsWith(base.pathname) &&
      pathname.endsWith('.cer'),
    close: () => transport.close(),
  };
}
