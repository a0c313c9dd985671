import { createHmac } from 'node:crypto';
import { seal, unseal } from './sealed.ts';
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
