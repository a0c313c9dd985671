import { X509Certificate } from 'node:crypto';
import { WebhookRefused } from './webhook-refused.ts';

/** More links than any chain of Microsoft's has. */
const mostLinks = 6;

const pem = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Certificates in a file: one in DER, or any number in PEM, the first being the one that the file is about. @throws WebhookRefused */
export function certificatesIn(bytes: Buffer): readonly X509Certificate[] {
  try {
    const texts = bytes.toString('latin1').match(pem);
    return texts === null ? [new X509Certificate(bytes)] : texts.map((text) => new X509Certificate(text));
  } catch (cause) {
    throw new WebhookRefused('certificateUnreadable', { cause });
  }
}

function isIssued(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    // A key of a kind that cannot have made this signature.
    return false;
  }
}

/** Where the certificate says that its issuer's can be fetched. */
function issuerAddresses(certificate: X509Certificate): readonly string[] {
  return certificate.toLegacyObject().infoAccess?.['CA Issuers - URI'] ?? [];
}

interface Known {
  /** What came with the certificate; believed only as far as it leads to a root. */
  readonly others: readonly X509Certificate[];
  readonly roots: readonly X509Certificate[];
  /** Fetches the certificates at an address; an empty list for one that is not to be visited. */
  readonly fetch: (address: string) => Promise<readonly X509Certificate[]>;
}

/** The certificate, its issuer, and so on up to a trusted root. @throws WebhookRefused `chain` when it leads to none */
export async function chainOf(
  certificate: X509Certificate,
  { others, roots, fetch }: Known,
): Promise<readonly X509Certificate[]> {
  const chain = [certificate];
  for (let last = certificate; chain.length < mostLinks; ) {
    const root = roots.find((one) => isIssued(last, one));
    if (root !== undefined) return [...chain, root];
    const [address] = issuerAddresses(last);
    const near = others.find((one) => isIssued(last, one));
    const candidates = near === undefined && address !== undefined ? await fetch(address) : [];
    const next = near ?? candidates.find((one) => isIssued(last, one));
    if (next === undefined) break;
    chain.push(next);
    last = next;
  }
  throw new WebhookRefused('chain');
}

/** @param now epoch milliseconds @throws WebhookRefused `dates` */
export function checkDates(chain: readonly X509Certificate[], now: number): void {
  const valid = chain.every(({ validFromDate, validToDate }) => +validFromDate <= now && now <= +validToDate);
  if (!valid) throw new WebhookRefused('dates');
}

/** Whom the certificate was made out to; null when it names none, or more than one. */
export function organisationOf(certificate: X509Certificate): string | null {
  const named: unknown = certificate.toLegacyObject().subject.O;
  return typeof named === 'string' ? named : null;
}
