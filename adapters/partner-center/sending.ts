import type { TokenFor } from './tokens.ts';

/** One request before sign-in. */
export interface Sending {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly tenant: string;
  readonly as: TokenFor;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}
