import type { Runtime } from '../runtime.ts';
import { bodyOf, lifetimeOf, tokenFaultOf } from './fault.ts';
import { asText, field } from './json.ts';
import { noConsent, PartnerCenterError, storeAway } from './partner-center-error.ts';
import { createSignIn, type SignInOptions } from './sign-in.ts';
import type { HttpReply, Transport } from './transport.ts';

/** `app`: the application by itself. `user`: the application for the administrator who once consented with MFA. */
export type TokenFor = 'app' | 'user';

/** Where the refresh token of the consenting administrator is kept (contract section 1.3). */
export interface UserGrant {
  /** Null while nobody has consented. */
  readRefreshToken(): Promise<string | null>;
  /** Microsoft may hand out a new one at any refresh. It takes the place of the one that was `used`, and of no other. */
  replaceRefreshToken(token: string, used: string): Promise<void>;
}

export interface TokenOptions extends SignInOptions {
  readonly user?: UserGrant | undefined;
}

export interface TokenSource {
  /** An access token that is good for a while yet. @throws PartnerCenterError */
  get(owner: TokenFor): Promise<string>;
  /** Microsoft refused this token: the next `get` fetches another, unless that has already happened. */
  discard(owner: TokenFor, token: string): void;
}

/** What the store of the grant says; its own trouble passes. */
async function stored<T>(answer: Promise<T>): Promise<T> {
  return await answer.catch((cause: unknown): never => {
    throw cause instanceof PartnerCenterError ? cause : storeAway(cause);
  });
}

interface Held {
  readonly token: string;
  readonly renewAt: number;
}

/** Fetches tokens from the v2 endpoint (contract section 1.2) and keeps them; callers that come together share one request. */
export function createTokenSource(options: TokenOptions, transport: Transport, runtime: Runtime): TokenSource {
  const signIn = createSignIn(options, transport);
  const held = new Map<TokenFor, Held>();
  const underway = new Map<TokenFor, Promise<string>>();

  /** Redeems the refresh token that is kept, and keeps the one that comes for it. */
  const redeem = async (user: UserGrant): Promise<HttpReply> => {
    for (let used = await stored(user.readRefreshToken()); used !== null; ) {
      const reply = await signIn.asPerson(used);
      const next = asText(field(bodyOf(reply), 'refresh_token'));
      if (reply.status === 200 && next !== null && next !== used) await stored(user.replaceRefreshToken(next, used));
      if (reply.status < 400 || reply.status > 499) return reply;
      // Another process may have renewed the token a moment ago: the one that it kept is worth a try, the same one is not.
      const kept = await stored(user.readRefreshToken());
      if (kept === used) return reply;
      used = kept;
    }
    throw noConsent();
  };

  const fetchToken = async (owner: TokenFor): Promise<string> => {
    const askedAt = runtime.now();
    const reply = owner === 'user' && options.user ? await redeem(options.user) : await signIn.asApplication();
    const body = bodyOf(reply);
    const token = asText(field(body, 'access_token'));
    if (reply.status !== 200 || token === null) throw tokenFaultOf(reply, runtime.now());
    const lifetimeMs = (lifetimeOf(body) ?? 0) * 1000;
    // Renewed a little early: a token that runs out on the way costs a refused call.
    held.set(owner, { token, renewAt: askedAt + lifetimeMs - Math.min(60_000, lifetimeMs / 10) });
    return token;
  };

  return {
    async get(owner) {
      const known = held.get(owner);
      if (known && runtime.now() < known.renewAt) return known.token;
      const running = underway.get(owner) ?? fetchToken(owner).finally(() => underway.delete(owner));
      underway.set(owner, running);
      return running;
    },
    discard(owner, token) {
      if (held.get(owner)?.token === token) held.delete(owner);
    },
  };
}
