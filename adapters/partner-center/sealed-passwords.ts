import { asText, field, parseJson } from './json.ts';
import type { CredentialVault } from './port.ts';
import { seal, unseal } from './sealed.ts';

/** Where sealed first passwords lie, one for each customer's tenant. What is in them, only the key tells. */
export interface PasswordStore {
  keep(tenant: string, sealed: Uint8Array): Promise<void>;
  /** Takes it out; null when none lies there. */
  take(tenant: string): Promise<Uint8Array | null>;
}

export interface FirstPassword {
  readonly userName: string;
  readonly password: string;
}

/** First passwords of tenants that were made: kept encrypted, and handed out once. */
export interface FirstPasswords extends CredentialVault {
  /** Null when there is none, or somebody has it already. @throws PartnerCenterError where it does not open */
  take(tenantId: string): Promise<FirstPassword | null>;
}

/** @param key 32 bytes, the same that seals the partner's own sign-in */
export function sealedPasswords(store: PasswordStore, key: Buffer): FirstPasswords {
  return {
    store: async (tenantId, { userName, password }) =>
      await store.keep(tenantId, seal(JSON.stringify({ userName, password }), key, tenantId)),
    async take(tenantId) {
      const sealed = await store.take(tenantId);
      if (sealed === null) return null;
      const opened = parseJson(unseal(Buffer.from(sealed), key, tenantId));
      return { userName: asText(field(opened, 'userName')) ?? '', password: asText(field(opened, 'password')) ?? '' };
    },
  };
}
