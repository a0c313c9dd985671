import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { outcomesOf, type ResourceSchema, standing } from '../contracts/outcome.ts';
import {
  findIdempotencyRecord,
  type IdempotencyClaim,
  type IdempotencyRecord,
  KeyAlreadyUsed,
} from '../db/idempotency.ts';
import { type Actor, actorOf } from './actor.ts';
import type { ApiDeps } from './deps.ts';
import { type Answer, answerIn, claimOf, keepAnswer, keepRefusal, madeIn, requireSameRequest } from './idempotency.ts';
import { type Made, outcomeOf } from './outcome.ts';
import { problemOf, refusalOf } from './problem.ts';
import { problems } from './problem-schemas.ts';
import { etagOf, type Resource, wireOf } from './resource.ts';
import type { RouteId } from './roles.ts';
import type { Params, Route } from './route.ts';
import { sendJson } from './send.ts';

export interface WriteContext {
  readonly params: Params;
  readonly actor: Actor;
  /** Entity tags that the caller has read; undefined when any state will do. */
  readonly ifMatch: string | undefined;
  /** To be claimed in the transaction that commits the fact. */
  readonly idempotency: IdempotencyClaim | undefined;
  /** Says whose audit a refusal belongs to. */
  readonly about: (customerId: string) => void;
}

export interface WriteSpec<Body, Schema extends ResourceSchema> {
  readonly id: RouteId;
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  /** 201 where something new has an address afterwards. */
  readonly status: 200 | 201;
  /** It may as well join what is there already, which is answered with 200. */
  readonly mayJoin?: true;
  /** `required` where money or an effect outside follows (api-surface, "idempotency"). */
  readonly idempotencyKey: 'required' | 'optional';
  /** Of a DELETE nothing is read. */
  readonly body: z.ZodType<Body>;
  readonly shows: Resource<Schema>;
  /** One transaction, which claims the key, checks `ifMatch` under its lock, and commits everything or nothing. */
  commit(deps: ApiDeps, context: WriteContext, body: Body): Promise<Made>;
}

type Shown<Schema extends ResourceSchema> = Pick<WriteSpec<never, Schema>, 'shows' | 'status'>;

const NO_QUERY = z.strictObject({});

/** A call that changes something: commits, waits for the decision as long as the outcome rule says, answers once. */
export function write<Body, Schema extends ResourceSchema>(spec: WriteSpec<Body, Schema>): Route {
  const { decided, undecided } = outcomesOf(spec.shows.schema);
  return {
    id: spec.id,
    method: spec.method,
    path: spec.path,
    needsKey: spec.idempotencyKey === 'required',
    schema: {
      tags: [spec.tag],
      summary: spec.summary,
      querystring: NO_QUERY,
      headers: headersOf(spec.idempotencyKey),
      ...(spec.method === 'DELETE' ? {} : { body: spec.body }),
      response: { [spec.status]: decided, ...(spec.mayJoin ? { 200: decided } : {}), 202: undecided, ...problems },
    },
    async handle(deps, request, reply) {
      const claim = claimOf(request, actorOf(request));
      return await request.server.runningKeys.hold(claim, async () => {
        const known = claim && (await findIdempotencyRecord(deps.db, claim.scope, claim.key));
        if (claim && known) return await answerAgain(spec, deps, request, reply, claim, known);
        try {
          // Fastify has validated it with the schema of this very route.
          const made = await spec.commit(deps, contextOf(request, claim), request.body as Body);
          return await answerFirst(spec, deps, request, reply, claim, made);
        } catch (error) {
          if (claim && error instanceof KeyAlreadyUsed)
            return await answerAgain(spec, deps, request, reply, claim, error.record);
          const refusal = refusalOf(error);
          if (refusal) await keepRefusal(deps.db, claim, refusal, problemOf(refusal, request.id), deps.now());
          throw error;
        }
      });
    },
  };
}

async function answerFirst<Schema extends ResourceSchema>(
  spec: Shown<Schema>,
  deps: ApiDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  claim: IdempotencyClaim | undefined,
  made: Made,
): Promise<FastifyReply> {
  const answer = await answerFor(spec, deps, request, made);
  await keepAnswer(deps.db, claim, answer);
  return send(reply, answer);
}

/** The first answer again; where a crash lost it, the answer to what the first request has made. */
async function answerAgain<Schema extends ResourceSchema>(
  spec: Shown<Schema>,
  deps: ApiDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  claim: IdempotencyClaim,
  record: IdempotencyRecord,
): Promise<FastifyReply> {
  requireSameRequest(record, claim);
  reply.header('idempotent-replayed', 'true');
  const given = answerIn(record);
  return given ? send(reply, given) : await answerFirst(spec, deps, request, reply, claim, madeIn(record));
}

async function answerFor<Schema extends ResourceSchema>(
  spec: Shown<Schema>,
  deps: ApiDeps,
  request: FastifyRequest,
  made: Made,
): Promise<Answer> {
  const outcome = await outcomeOf(deps, made);
  if (outcome.kind === 'refused') {
    const problem = problemOf(outcome.refusal, request.id);
    return { status: problem.status, body: problem, etag: null };
  }
  const { shows } = spec;
  const status = made.isNew === false ? 200 : spec.status;
  const wire = wireOf(shows.schema, await shows.load(deps.db, made.shown, deps.now()));
  const etag = etagOf(shows, wire);
  switch (outcome.kind) {
    case 'done':
      return { status, body: wire, etag };
    case 'decided':
      return { status, body: { ...wire, customer: wireOf(standing, outcome.standing) }, etag };
    case 'undecided':
      return { status: 202, body: { ...wire, operation: outcome.operation }, etag };
  }
}

function send(reply: FastifyReply, { status, body, etag }: Answer): FastifyReply {
  if (etag !== null) reply.header('etag', etag);
  return sendJson(reply, status, body);
}

function contextOf(request: FastifyRequest, idempotency: IdempotencyClaim | undefined): WriteContext {
  return {
    params: request.params as Params,
    actor: actorOf(request),
    ifMatch: request.headers['if-match'],
    idempotency,
    about: (customerId) => {
      request.customerId = customerId;
    },
  };
}

function headersOf(need: 'required' | 'optional'): z.ZodType {
  const key = z
    .string()
    .optional()
    .meta({
      description: `${need === 'required' ? 'Required. ' : ''}Unique for one intention: the same key with the same body is answered again and done once.`,
    });
  const match = z
    .string()
    .optional()
    .meta({ description: 'The `ETag` that was read; 412 when the resource has changed since.' });
  return z.looseObject({ 'idempotency-key': key, 'if-match': match });
}
