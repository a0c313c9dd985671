import { randomBytes } from 'node:crypto';
import type { Collection } from '../kit/documents.ts';

interface RefreshToken {
  readonly token: string;
  readonly mfa: boolean;
  readonly revoked: boolean;
}

/** Refresh tokens of the one partner. Every use hands out a new one (contract 1.2); the old one keeps working until it is revoked. */
export interface RefreshTokens {
  redeem(token: string): { readonly next: string; readonly mfa: boolean } | undefined;
  /** From now on every refresh is `invalid_grant`, as after a password change. */
  revokeAll(): void;
  /** What a person's fresh consent brings. */
  consent(mfa: boolean): string;
}

export function createRefreshTokens(stored: Collection<RefreshToken>, first: string): RefreshTokens {
  const put = (token: RefreshToken): void => stored.put(token.token, '', token);
  if (stored.get(first) === undefined) put({ token: first, mfa: true, revoked: false });
  const issue = (mfa: boolean): string => {
    const token = `0.${randomBytes(24).toString('base64url')}`;
    put({ token, mfa, revoked: false });
    return token;
  };
  return {
    redeem: (token) => {
      const known = stored.get(token);
      return known === undefined || known.revoked ? undefined : { next: issue(known.mfa), mfa: known.mfa };
    },
    revokeAll: () => {
      for (const token of stored.all()) put({ ...token, revoked: true });
    },
    consent: issue,
  };
}
