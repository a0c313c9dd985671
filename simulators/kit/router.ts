import type { Answer } from './answer.ts';

export type Params = Readonly<Record<string, string>>;

/** Where something answers. */
export interface Place {
  readonly method: string;
  /** For example `/v1/customers/{tenantId}/orders`. */
  readonly pattern: string;
}

export interface Route<Context> extends Place {
  readonly handle: (context: Context, params: Params) => Answer | Promise<Answer>;
}

export type Found<R> = { readonly route: R; readonly params: Params } | 'unknown' | 'wrongMethod';

/** Finds the route of a call; literal segments are compared without regard to case, as the services imitated here do. */
export function createRouter<R extends Place>(routes: readonly R[]): (method: string, path: string) => Found<R> {
  const compiled = routes.map((route) => ({ route, segments: route.pattern.split('/') }));
  return (method, path) => {
    const segments = path.length > 1 && path.endsWith('/') ? path.slice(0, -1).split('/') : path.split('/');
    let found: Found<R> = 'unknown';
    for (const candidate of compiled) {
      const params = match(candidate.segments, segments);
      if (params === undefined) continue;
      if (candidate.route.method === method) return { route: candidate.route, params };
      found = 'wrongMethod';
    }
    return found;
  };
}

function match(pattern: readonly string[], path: readonly string[]): Params | undefined {
  if (pattern.length !== path.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const given = path[index] ?? '';
    if (expected.startsWith('{')) {
      const value = decode(given);
      if (value === undefined || value === '') return undefined;
      params[expected.slice(1, -1)] = value;
    } else if (expected.toLowerCase() !== given.toLowerCase()) return undefined;
  }
  return params;
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

/** A parameter that the route's own pattern promises. */
export function param(params: Params, name: string): string {
  const value = params[name];
  if (value === undefined) throw new Error(`the route declares no parameter ${name}`);
  return value;
}
