import type { FastifyInstance } from 'fastify';
import type { Actor } from '../../actor.ts';
import { createRunningKeys, type RunningKeys } from '../../idempotency.ts';
import type { RouteId } from '../../roles.ts';

declare module 'fastify' {
  interface FastifyInstance {
    readonly runningKeys: RunningKeys;
  }
  interface FastifyRequest {
    /** Who calls; null on routes without authentication. */
    actor: Actor | null;
    /** The customer that the request is about, once it is known: whose audit a refusal belongs to. */
    customerId: string | null;
    /** The body as it was sent, before a schema turned amounts into money. */
    rawBody: unknown;
  }
  interface FastifyContextConfig {
    /** Line of the roles matrix; a route without one needs no token. */
    readonly routeId?: RouteId;
  }
}

/** What every request carries from its first hook to its last. */
export function addRequestContext(app: FastifyInstance): void {
  app.decorate('runningKeys', createRunningKeys());
  app.decorateRequest('actor', null);
  app.decorateRequest('customerId', null);
  app.decorateRequest('rawBody', null);
  app.addHook('preValidation', async (request) => {
    request.rawBody = request.body;
  });
}
