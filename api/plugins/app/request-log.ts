import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../../deps.ts';

/** One line a request, with route and ids: never a path or query, which may name a person. */
export function addRequestLog(app: FastifyInstance, { metrics }: ApiDeps): void {
  app.addHook('onRequest', async (request, reply) => {
    metrics.inFlight.inc();
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    metrics.inFlight.dec();
    const route = request.routeOptions.url ?? 'none';
    const { statusCode: status, elapsedTime } = reply;
    metrics.requests.observe({ route, method: request.method, status }, elapsedTime / 1000);
    request.log.info(
      {
        method: request.method,
        route,
        status,
        ms: Math.round(elapsedTime),
        role: request.actor?.role,
        customerId: request.customerId ?? undefined,
      },
      'answered',
    );
  });
}
