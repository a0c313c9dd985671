import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { PartnerCenterError } from './partner-center-error.ts';

const format = Buffer.from([1]);
const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM with the tenant as associated data: a secret that was moved to another tenant's row does not open. */
export function seal(secret: string, key: Buffer, tenant: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(tenant));
  const content = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Buffer.concat([format, nonce, cipher.getAuthTag(), content]);
}

/** @throws PartnerCenterError when the key, the tenant or the content is another */
export function unseal(sealed: Buffer, key: Buffer, tenant: string): string {
  const [version, nonce, tag, content] = [
    sealed.subarray(0, 1),
    sealed.subarray(1, 1 + nonceBytes),
    sealed.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes),
    sealed.subarray(1 + nonceBytes + tagBytes),
  ];
  try {
    if (!version.equals(format)) throw new Error('unknown format');
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
      .setAAD(Buffer.from(tenant))
      .setAuthTag(tag);
    return Buffer.concat([decipher.update(content), decipher.final()]).toString('utf8');
  } catch (cause) {
    const action =
      'The stored sign-in does not open with the configured key: restore the key, or a partner administrator consents again.';
    throw new PartnerCenterError(
      { kind: 'unauthorized', needsPerson: true, action, retryAfterMs: null },
      { code: 'credential_unreadable', cause },
    );
  }
}
