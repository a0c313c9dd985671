import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  claimIdempotencyKey,
  findIdempotencyRecord,
  type IdempotencyClaim,
  KeyAlreadyUsed,
} from '../db/idempotency.ts';
import { type Actor, actorOf } from './actor.ts';
import type { ApiDeps } from './deps.ts';
import { type Answer, answerIn, claimOf, keepAnswer, requireSameRequest } from './idempotency.ts';
import { problems } from './problem-schemas.ts';
import { wireOf } from './resource.ts';
import type { RouteId } from './roles.ts';
import type { Params, Route } from './route.ts';
import { sendJson } from './send.ts';

export interface ActionContext {
  readonly params: Params;
  readonly actor: Actor;
  /** Says whose audit a refusal belongs to. */
  readonly about: (customerId: string) => void;
}

export interface ActionSpec<Body, View> {
  readonly id: RouteId;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly body: z.ZodType<Body>;
  readonly answer: z.ZodType<View>;
  /** Harmless when done twice: a crash, or two processes, may let it happen again for one key. @throws Refusal */
  perform(deps: ApiDeps, context: ActionContext, body: Body): Promise<View>;
}

/** A POST that makes no resource: it answers 200 with what came of it, and the same again for the same key. */
export function action<Body, View>(spec: ActionSpec<Body, View>): Route {
  const { id, path, tag, summary, body, answer } = spec;
  return {
    id,
    method: 'POST',
    path,
    schema: { tags: [tag], summary, querystring: z.strictObject({}), body, response: { 200: answer, ...problems } },
    async handle(deps, request, reply) {
      const claim = claimOf(request, actorOf(request));
      return await request.server.runningKeys.hold(claim, async () => {
        const given = claim && (await answerGiven(deps, claim));
        if (given) {
          reply.header('idempotent-replayed', 'true');
          return sendJson(reply, given.status, given.body);
        }
        // Fastify has validated it with the schema of this very route.
        const view = await spec.perform(deps, contextOf(request), request.body as Body);
        const made: Answer = { status: 200, body: wireOf(answer, view), etag: null };
        if (claim) await keepFirst(deps, claim, made);
        return sendJson(reply, made.status, made.body);
      });
    },
  };
}

async function answerGiven({ db }: ApiDeps, claim: IdempotencyClaim): Promise<Answer | null> {
  const known = await findIdempotencyRecord(db, claim.scope, claim.key);
  if (known === undefined) return null;
  requireSameRequest(known, claim);
  return answerIn(known);
}

async function keepFirst({ db, now }: ApiDeps, claim: IdempotencyClaim, answer: Answer): Promise<void> {
  try {
    await db.transaction().execute(async (trx) => await claimIdempotencyKey(trx, claim, now()));
  } catch (error) {
    // Taken before a crash, or by another process meanwhile.
    if (!(error instanceof KeyAlreadyUsed)) throw error;
  }
  await keepAnswer(db, claim, answer);
}

function contextOf(request: FastifyRequest): ActionContext {
  return {
    params: request.params as Params,
    actor: actorOf(request),
    about: (customerId) => {
      request.customerId = customerId;
    },
  };
}
