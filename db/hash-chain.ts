import { createHash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json.ts';

/** SHA-256 of a link: the hash before it, then the canonical JSON of what is added. */
export function nextHash(previous: Uint8Array, value: unknown): Uint8Array {
  return createHash('sha256').update(previous).update(canonicalJson(value), 'utf8').digest();
}

/** Where a chain begins: a hash of its name, so that links cannot be moved from one chain to another. */
export function chainStart(name: string): Uint8Array {
  return createHash('sha256').update(name, 'utf8').digest();
}

/** Bytes as they stand inside JSON that PostgreSQL turns into a `bytea`. */
export function toHex(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes).toString('hex')}`;
}

export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0;
}
