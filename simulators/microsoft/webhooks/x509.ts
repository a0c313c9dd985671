import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import {
  bits,
  type Der,
  explicit,
  implicit,
  nothing,
  octets,
  oid,
  positive,
  printable,
  sequence,
  setOf,
  time,
  utf8,
  yes,
} from './der.ts';

export interface CertifiedName {
  readonly organization: string;
  readonly commonName: string;
}

export interface CertificateRequest {
  readonly subject: CertifiedName;
  readonly issuer: CertifiedName;
  /** Whose certificate it is; the public half goes into it. */
  readonly key: KeyObject;
  /** RSA private key of the issuer. */
  readonly issuerKey: KeyObject;
  readonly from: Date;
  readonly to: Date;
  readonly authority: boolean;
}

const SHA256_WITH_RSA = sequence(oid('1.2.840.113549.1.1.11'), nothing());

/** A version 3 certificate (RFC 5280), DER, signed with RSA PKCS#1 v1.5 and SHA-256. */
export function certificate(request: CertificateRequest): Der {
  const serial = randomBytes(16);
  // RFC 5280, 4.1.2.2: positive and not zero.
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x01;
  const toBeSigned = sequence(
    explicit(0, positive(Buffer.from([2]))),
    positive(serial),
    SHA256_WITH_RSA,
    nameOf(request.issuer),
    sequence(time(request.from), time(request.to)),
    nameOf(request.subject),
    spki(request.key),
    explicit(3, sequence(...extensions(request))),
  );
  return sequence(toBeSigned, SHA256_WITH_RSA, bits(sign('RSA-SHA256', toBeSigned, request.issuerKey)));
}

function nameOf(name: CertifiedName): Der {
  return sequence(
    setOf(sequence(oid('2.5.4.6'), printable('US'))),
    setOf(sequence(oid('2.5.4.10'), utf8(name.organization))),
    setOf(sequence(oid('2.5.4.3'), utf8(name.commonName))),
  );
}

function extensions({ authority, subject, key, issuerKey }: CertificateRequest): Der[] {
  // keyUsage: keyCertSign and cRLSign, or digitalSignature.
  const usage = authority ? bits(Buffer.from([0x06]), 1) : bits(Buffer.from([0x80]), 7);
  const common = [
    extension('2.5.29.19', true, authority ? sequence(yes()) : sequence()),
    extension('2.5.29.15', true, usage),
    extension('2.5.29.14', false, octets(keyId(key))),
  ];
  if (authority) return common;
  return [
    ...common,
    extension('2.5.29.35', false, sequence(implicit(0, keyId(issuerKey)))),
    extension('2.5.29.17', false, sequence(implicit(2, Buffer.from(subject.commonName, 'ascii')))),
  ];
}

/** Names a key (RFC 5280, 4.2.1.2, which leaves the method open). */
function keyId(key: KeyObject): Buffer {
  return createHash('sha256').update(spki(key)).digest().subarray(0, 20);
}

function spki(key: KeyObject): Buffer {
  return createPublicKey(key).export({ type: 'spki', format: 'der' });
}

function extension(id: string, critical: boolean, value: Der): Der {
  return sequence(oid(id), ...(critical ? [yes()] : []), octets(value));
}
