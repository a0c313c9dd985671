import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A certificate of a test's own making, with the key that it is about. */
export interface Certified {
  readonly der: Buffer;
  readonly pem: string;
  readonly privateKey: KeyObject;
  readonly name: Buffer;
}

interface Wish {
  readonly commonName: string;
  readonly organisations?: readonly string[];
  /** Absent: it signs itself. */
  readonly issuer?: Certified;
  readonly ca?: boolean;
  readonly from?: string;
  readonly to?: string;
  readonly kind?: 'rsa' | 'ec';
  /** Where it says that its issuer's certificate lies. */
  readonly issuerUrl?: string;
}

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.byteLength;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}
const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const isTrue = Buffer.from('0101ff', 'hex');
const attribute = (type: string, text: string): Buffer => der(0x31, sequence(oid(type), der(0x0c, Buffer.from(text))));
const nameOf = ({ commonName, organisations = [] }: Wish): Buffer =>
  sequence(...organisations.map((text) => attribute('55040a', text)), attribute('550403', commonName));
const time = (text: string): Buffer => der(0x18, Buffer.from(text.replaceAll(/[-:T]/g, '')));
const sha256WithRsa = sequence(oid('2a864886f70d01010b'), Buffer.from('0500', 'hex'));

/** Makes a certificate: X.509 version 3, signed with RSA and SHA-256. */
export function certified(wish: Wish): Certified {
  const { issuer, ca = false, from = '2020-01-01T00:00:00Z', to = '2060-01-01T00:00:00Z', kind = 'rsa' } = wish;
  const { publicKey, privateKey } =
    kind === 'ec'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 });
  const name = nameOf(wish);
  const extensions = [
    sequence(oid('551d13'), isTrue, der(0x04, ca ? sequence(isTrue) : sequence())),
    ...(wish.issuerUrl === undefined
      ? []
      : [
          sequence(
            oid('2b06010505070101'),
            der(0x04, sequence(sequence(oid('2b06010505073002'), der(0x86, Buffer.from(wish.issuerUrl))))),
          ),
        ]),
  ];
  const body = sequence(
    der(0xa0, Buffer.from('020102', 'hex')),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    sha256WithRsa,
    issuer?.name ?? name,
    sequence(time(from), time(to)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = sign('sha256', body, (issuer ?? { privateKey }).privateKey);
  const whole = sequence(body, sha256WithRsa, der(0x03, Buffer.from([0]), signature));
  const lines = whole.toString('base64').replaceAll(/.{64}/g, '$&\n');
  const pem = `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
  return { der: whole, pem, privateKey, name };
}
