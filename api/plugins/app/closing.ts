import type { FastifyInstance } from 'fastify';
import type { ApiLimits } from '../../deps.ts';

/**
 * Stops in order and within a bound. Answers that are still under way end their connection: kept alive, it would hold the
 * stop up for as long as its client likes (72 s by default). A connection that has never asked anything, or an answer
 * that takes longer than `drainMs`, is cut off: a client asks again with its key, and whoever stops us would soon use force.
 */
export function addClosing(app: FastifyInstance, { drainMs }: Pick<ApiLimits, 'drainMs'>): void {
  let isClosing = false;
  let cutOff: NodeJS.Timeout | undefined;
  app.addHook('preClose', async () => {
    isClosing = true;
    cutOff = setTimeout(() => app.server.closeAllConnections(), drainMs).unref();
  });
  app.addHook('onSend', async (_request, reply) => {
    if (isClosing) reply.header('connection', 'close');
  });
  app.addHook('onClose', async () => clearTimeout(cutOff));
}
