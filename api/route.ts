import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify';
import { z } from 'zod';
import type { ApiDeps } from './deps.ts';
import { requireKey } from './idempotency.ts';
import type { RouteId } from './roles.ts';

/** One call of the API. Its line in the roles matrix is found by its id. */
export interface Route {
  readonly id: RouteId;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `:name` for each parameter. */
  readonly path: string;
  readonly schema: FastifySchema;
  /** Money or an effect outside follows, so a caller who cannot name its intention is turned away at once. */
  readonly needsKey?: boolean;
  /** Answers a request that is authenticated, allowed and valid. */
  handle(deps: ApiDeps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>;
}

/** Parameters of a path, decoded, by name. */
export type Params = Readonly<Record<string, string>>;

export function registerRoutes(app: FastifyInstance, deps: ApiDeps, routes: readonly Route[]): void {
  for (const route of routes) {
    app.route({
      method: route.method,
      url: route.path,
      config: { routeId: route.id },
      schema: { ...route.schema, operationId: route.id, params: paramsOf(route.path), security: [{ token: [] }] },
      ...(route.needsKey === true ? { preValidation: requireKey } : {}),
      handler: (request, reply) => route.handle(deps, request, reply),
    });
  }
}

/** Any text may be asked for; what names nothing is 404, not 400. */
function paramsOf(path: string): z.ZodType {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  return z.strictObject(Object.fromEntries(names.map((name) => [name, z.string().max(300)])));
}
