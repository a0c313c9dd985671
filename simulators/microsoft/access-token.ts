import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const claimsSchema = z.object({
  aud: z.string(),
  appid: z.string(),
  tid: z.string(),
  /** Epoch seconds, wall time; to the millisecond. */
  iat: z.number(),
  /** Epoch seconds, wall time. */
  exp: z.number(),
  /** `user`: born from a person's sign-in (App+User). `app`: client credentials. Contract 1.5. */
  idtyp: z.enum(['app', 'user']),
  amr: z.array(z.string()),
  /** The roles of the person, or of the application by itself (contract 7.1, 9). */
  roles: z.array(z.string()).default([]),
});

export type Claims = z.infer<typeof claimsSchema>;

/** Signs and reads access tokens: JWTs with a key of this simulator, so that tokens issued before a restart still hold. */
export interface AccessTokens {
  issue(claims: Omit<Claims, 'exp' | 'iat'>, lifetimeSeconds: number): string;
  /** A lever: whatever was issued so far has run out. */
  expireAll(): void;
  /** Undefined when it was not issued here. Expiry is the caller's to judge. */
  read(token: string): Claims | undefined;
}

export function createAccessTokens(key: string): AccessTokens {
  let expiredUpTo = 0;
  const sign = (signed: string): Buffer => createHmac('sha256', key).update(signed).digest();
  return {
    issue: (claims, lifetimeSeconds) => {
      const iat = Date.now() / 1000;
      const exp = Math.floor(iat) + lifetimeSeconds;
      const header = encode({ typ: 'JWT', alg: 'HS256' });
      const payload = encode({ ...claims, iat, exp, jti: randomBytes(9).toString('base64url') });
      return `${header}.${payload}.${sign(`${header}.${payload}`).toString('base64url')}`;
    },
    read: (token) => {
      const [header, payload, signature] = token.split('.');
      if (header === undefined || payload === undefined || signature === undefined) return undefined;
      const given = Buffer.from(signature, 'base64url');
      const expected = sign(`${header}.${payload}`);
      if (given.byteLength !== expected.byteLength || !timingSafeEqual(given, expected)) return undefined;
      const claims = claimsSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
      return claims.iat <= expiredUpTo ? { ...claims, exp: 0 } : claims;
    },
    expireAll: () => {
      expiredUpTo = Date.now() / 1000;
    },
  };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
