import { createPrivateKey, generateKeyPairSync, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { type Answer, empty } from '../../kit/answer.ts';
import { collection, type Collection } from '../../kit/documents.ts';
import type { World } from '../world.ts';
import { certificate, type CertifiedName } from './x509.ts';

const ROOT: CertifiedName = { organization: 'Microsoft Corporation', commonName: 'Simulated Microsoft Root' };
const MICROSOFT = 'Microsoft Corporation';
const DAY_MS = 86_400_000;

/** What may be wrong with the certificate under a delivery; `good` is the one that Microsoft would use. */
export const CERTIFICATES = ['good', 'otherOrganisation', 'foreignRoot', 'expired'] as const;
export type CertificateKind = (typeof CERTIFICATES)[number];

interface Held {
  readonly name: string;
  readonly der: string;
  readonly key: string;
}

/** Contract 11.3 and 18.8: a self-made "Microsoft Corporation" chain; keys come into being at first need, for they take a while. */
export interface Certificates {
  /** The root that a verifier of this simulator is to trust, PEM. */
  rootPem(): string;
  /** Where the certificate of that kind is served. */
  urlOf(kind: CertificateKind): string;
  /** RSA PKCS#1 v1.5 with SHA-256 over the bytes, base64, with the key of that certificate. */
  sign(kind: CertificateKind, body: string): string;
  /** Contract 11.3: renewed without notice, with a new key and a new name. */
  renew(): void;
  /** The file at `/cert/{name}.cer`, DER. */
  answer(path: string): Answer;
}

export function createCertificates(world: World): Certificates {
  const held: Collection<Held> = collection(world.db, 'certificate');

  function root(): Held {
    return held.get('root') ?? make('root', 'root.cer', ROOT, undefined);
  }

  function current(kind: CertificateKind): Held {
    const known = held.get(kind);
    if (known !== undefined) return known;
    const name = kind === 'good' ? fileName(1) : `${kind}.cer`;
    const organization = kind === 'otherOrganisation' ? 'Somebody Else Limited' : MICROSOFT;
    return make(kind, name, { organization, commonName: 'pcnotifications-dispatch.microsoft.com' }, root());
  }

  function make(id: string, name: string, subject: CertifiedName, issuer: Held | undefined): Held {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    // A foreign root: the issuer's name is right, its key is not.
    const issuerKey = issuer === undefined || id === 'foreignRoot' ? privateKey : createPrivateKey(issuer.key);
    const expired = id === 'expired';
    const der = certificate({
      subject,
      issuer: ROOT,
      key: privateKey,
      issuerKey,
      from: new Date(Date.now() - (expired ? 400 : 1) * DAY_MS),
      to: new Date(Date.now() + (expired ? -2 : 3_650) * DAY_MS),
      authority: issuer === undefined,
    });
    const made = { name, der: der.toString('base64'), key: pem(privateKey) };
    held.put(id, '', made);
    return made;
  }

  return {
    rootPem: () => new X509Certificate(Buffer.from(root().der, 'base64')).toString(),
    urlOf: (kind) => `${world.address.url}/cert/${current(kind).name}`,
    sign: (kind, body) => sign('RSA-SHA256', Buffer.from(body, 'utf8'), current(kind).key).toString('base64'),
    renew: () => {
      const before = current('good');
      const next = Number(/-(\d+)\./.exec(before.name)?.[1] ?? 1) + 1;
      // What was signed before stays checkable: the old file goes on being served.
      held.put(before.name, '', before);
      make(
        'good',
        fileName(next),
        { organization: MICROSOFT, commonName: 'pcnotifications-dispatch.microsoft.com' },
        root(),
      );
    },
    answer: (path) => {
      const found = held.all().find((one) => path.toLowerCase() === `/cert/${one.name}`.toLowerCase());
      if (found === undefined) return empty(404);
      return {
        status: 200,
        headers: { 'content-type': 'application/pkix-cert' },
        body: Buffer.from(found.der, 'base64'),
      };
    },
  };
}

function fileName(generation: number): string {
  return generation === 1
    ? 'pcnotifications-dispatch.microsoft.com.cer'
    : `pcnotifications-dispatch-${generation}.microsoft.com.cer`;
}

function pem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}
