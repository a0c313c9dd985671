import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../../domain/errors.ts';
import type { ApiDeps } from '../../deps.ts';
import { problemOf, refusalOf } from '../../problem.ts';
import { auditRefusal } from '../../refusal-audit.ts';
import { sendJson } from '../../send.ts';

/** Seconds after which a refusal that passes by itself may be tried again, where nothing better is known. */
const RETRY_AFTER = '1';

/** One place that answers errors: a refusal as its problem, anything else as `internal`, with the cause in the log only. */
export function addErrorHandling(app: FastifyInstance, deps: ApiDeps): void {
  const answer = async (error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const known = refusalOf(error);
    if (known === undefined) request.log.error({ err: error }, 'a request failed');
    const refusal = known ?? new Refusal('internal');
    deps.metrics.refusals.inc({ code: refusal.code });
    await auditRefusal(deps, request, refusal);
    const problem = problemOf(refusal, request.id);
    if (waits.has(refusal.code) && !reply.hasHeader('retry-after')) reply.header('retry-after', RETRY_AFTER);
    return sendJson(reply, problem.status, problem);
  };
  app.setErrorHandler(answer);
  app.setNotFoundHandler((request, reply) => {
    const [path = ''] = request.url.split('?');
    return answer(new Refusal('not_found', `there is no ${request.method} ${path.slice(0, 200)}`), request, reply);
  });
}

const waits: ReadonlySet<string> = new Set(['request_in_progress', 'clock_moving', 'rate_limited', 'unavailable']);
