import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { PartnerCenterError } from './partner-center-error.ts';
import type { UserGrant } from './tokens.ts';

/** Where sealed refresh tokens lie; one for each partner tenant. What is in them, only the key tells. */
export interface CredentialStore {
  /** Null when none was ever kept. */
  read(partnerTenant: string): Promise<{ readonly sealed: Uint8Array; readonly version: number } | null>;
  /** Keeps what a person has given, unless it is what was given last: what Microsoft has made of that since stays. */
  keepGiven(partnerTenant: string, sealed: Uint8Array, digest: Uint8Array): Promise<void>;
  /** Replaces the version that was read; false when somebody else has replaced it since. */
  replace(partnerTenant: string, sealed: Uint8Array, readVersion: number): Promise<boolean>;
}

export interface SealedGrantOptions {
  readonly partnerTenantId: string;
  /** 32 bytes. */
  readonly key: Buffer;
  /** The refresh token of a person's consent, where one was handed to this program. */
  readonly given: string | undefined;
}

const format = Buffer.from([1]);
const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM with the tenant as associated data: a token that was moved to another tenant's row does not open. */
function seal(token: string, key: Buffer, tenant: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(tenant));
  const content = Buffer.concat([cipher.update(token, 'utf8'), cipher.final()]);
  return Buffer.concat([format, nonce, cipher.getAuthTag(), content]);
}

/** @throws PartnerCenterError when the key, the tenant or the content is another */
function unseal(sealed: Buffer, key: Buffer, tenant: string): string {
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

/**
 * The administrator's grant in a store that holds it encrypted. A token given from outside is kept once; from then on the
 * store has what Microsoft made of it. A digest under the key tells whether the token given is another than before, so
 * that a new consent takes effect with the next start.
 */
export function sealedGrant(store: CredentialStore, { partnerTenantId, key, given }: SealedGrantOptions): UserGrant {
  let kept: Promise<void> | undefined;

  const keepGiven = async (): Promise<void> => {
    if (given === undefined) return;
    const digest = createHmac('sha256', key).update(given).digest();
    await store.keepGiven(partnerTenantId, seal(given, key, partnerTenantId), digest);
  };
  const keepOnce = (): Promise<void> => {
    kept ??= keepGiven().catch((error: unknown): never => {
      kept = undefined;
      throw error;
    });
    return kept;
  };

  return {
    async readRefreshToken() {
      await keepOnce();
      const stored = await store.read(partnerTenantId);
      return stored && unseal(Buffer.from(stored.sealed), key, partnerTenantId);
    },
    async replaceRefreshToken(token, used) {
      const stored = await store.read(partnerTenantId);
      // Another process may have renewed it, or a person consented, while Microsoft answered: theirs is newer, and stays.
      if (stored === null || unseal(Buffer.from(stored.sealed), key, partnerTenantId) !== used) return;
      await store.replace(partnerTenantId, seal(token, key, partnerTenantId), stored.version);
    },
  };
}
