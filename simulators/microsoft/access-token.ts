import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const claimsSchema = z.object({
  aud: z.string(),
  appid: z.string(),
  tid: z.string(),
  /** Epoch seconds, wall time. */
  exp: z.number(),
  /** `user`: born from a person's sign-in (App+User). `app`: client credentials. Contract 1.5. */
  idtyp: z.enum(['app', 'user']),
  amr: z.array(z.string()),
});

export type Claims = z.infer<typeof claimsSchema>;

/** Signs and reads access tokens: JWTs with a key of this simulator, so that tokens issued before a restart still hold. */
export interface AccessTokens {
  issue(claims: Omit<Claims, 'exp'>, lifetimeSeconds: number): string;
  /** Undefined when it was not issued here. Expiry is the caller's to judge. */
  read(token: string): Claims | undefined;
}

export function createAccessTokens(key: string): AccessTokens {
  const sign = (signed: string): Buffer => createHmac('sha256', key).update(signed).digest();
  return {
    issue: (claims, lifetimeSeconds) => {
      const exp = Math.floor(Date.now() / 1000) + lifetimeSeconds;
      const header = encode({ typ: 'JWT', alg: 'HS256' });
      const payload = encode({ ...claims, exp, jti: randomBytes(9).toString('base64url') });
      return `${header}.${payload}.${sign(`${header}.${payload}`).toString('base64url')}`;
    },
    read: (token) => {
      const [header, payload, signature] = token.split('.');
      if (header === undefined || payload === undefined || signature === undefined) return undefined;
      const given = Buffer.from(signature, 'base64url');
      const expected = sign(`${header}.${payload}`);
      if (given.byteLength !== expected.byteLength || !timingSafeEqual(given, expected)) return undefined;
      return claimsSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
    },
  };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
