import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** Headers for an API that answers JSON to programs; `/docs` brings its own policy for scripts. */
export async function addSecurityHeaders(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: { directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    // Whether there is TLS is known to whoever terminates it.
    strictTransportSecurity: false,
  });
  app.addHook('onSend', async (_request, reply) => {
    // Answers hold names and amounts: no cache on the way may keep them.
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
}
