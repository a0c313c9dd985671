import type { FastifyInstance } from 'fastify';
import { findServiceToken } from '../../../db/service-tokens.ts';
import { Refusal } from '../../../domain/errors.ts';
import { requireRole } from '../../actor.ts';
import type { ApiDeps } from '../../deps.ts';
import { ROUTE_ROLES } from '../../roles.ts';
import type { CountStranger } from '../external/rate-limit.ts';

const BEARER = /^Bearer ([\x21-\x7e]{1,512})$/i;

/**
 * Every route of the matrix needs a token, and its role a place in the route's line. Checked before the body is read:
 * nobody learns from validation what a call would take who may not make it.
 */
export function addAuthentication(app: FastifyInstance, deps: ApiDeps, countStranger: CountStranger): void {
  app.addHook('onRequest', async (request, reply) => {
    const { routeId } = request.routeOptions.config;
    if (routeId === undefined) return;
    const [, token] = BEARER.exec(request.headers.authorization ?? '') ?? [];
    const known = token === undefined ? undefined : await findServiceToken(deps.db, token, deps.tokenPepper);
    if (known === undefined) {
      await countStranger(request);
      reply.header('www-authenticate', 'Bearer');
      throw new Refusal(
        'unauthenticated',
        token === undefined ? 'no bearer token was sent' : 'the token is not known or was revoked',
      );
    }
    request.actor = { id: known.id, name: known.name, role: known.role };
    requireRole(request.actor, ROUTE_ROLES[routeId], routeId);
  });
}
