import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ResourceSchema } from '../contracts/outcome.ts';
import { auditSight } from './access-audit.ts';
import { type Actor, actorOf } from './actor.ts';
import type { ApiDeps } from './deps.ts';
import { etagOf, namesEtag, type Resource, wireOf } from './resource.ts';
import { problems } from './problem-schemas.ts';
import type { RouteId } from './roles.ts';
import type { Params, Route } from './route.ts';
import { sendJson } from './send.ts';

export interface ReadContext<Query> {
  readonly params: Params;
  readonly query: Query;
  readonly actor: Actor;
}

export interface ReadSpec<Query, View> {
  readonly id: RouteId;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly query?: z.ZodType<Query>;
  readonly answer: z.ZodType<View>;
  load(deps: ApiDeps, context: ReadContext<Query>): Promise<View>;
}

const NO_QUERY = z.strictObject({});

/** A call that answers with a list or a computed view. */
export function read<View, Query = Readonly<Record<string, never>>>(spec: ReadSpec<Query, View>): Route {
  const { id, path, tag, summary, answer } = spec;
  return {
    id,
    method: 'GET',
    path,
    schema: { tags: [tag], summary, querystring: spec.query ?? NO_QUERY, response: { 200: answer, ...problems } },
    async handle(deps, request, reply) {
      return sendJson(reply, 200, wireOf(answer, await spec.load(deps, contextOf<Query>(request))));
    },
  };
}

/** A call that answers with one resource, named by the path; with its `ETag`, and 304 when the caller has it already. */
export function readResource<Schema extends ResourceSchema>(spec: {
  readonly id: RouteId;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly resource: Resource<Schema>;
}): Route {
  const { id, path, tag, summary, resource } = spec;
  return {
    id,
    method: 'GET',
    path,
    schema: { tags: [tag], summary, querystring: NO_QUERY, response: { 200: resource.schema, ...problems } },
    async handle(deps, request, reply) {
      const { params, actor } = contextOf(request);
      const view = await resource.load(deps.db, referenceOf(resource, params), deps.now());
      if (resource.personalDataOf) await auditSight(deps, actor, resource.personalDataOf(view));
      const wire = wireOf(resource.schema, view);
      const etag = etagOf(resource, wire);
      reply.header('etag', etag);
      const known = request.headers['if-none-match'];
      if (known !== undefined && namesEtag(known, etag)) return reply.code(304).send();
      return sendJson(reply, 200, wire);
    },
  };
}

/** What the path says about the resource it names. A resource that needs several parameters gets them joined by `/`. */
export function referenceOf(resource: Pick<Resource, 'name'>, params: Params): string {
  return params[resource.name] ?? Object.values(params).join('/');
}

function contextOf<Query>(request: FastifyRequest): ReadContext<Query> {
  // Fastify has validated both with the schemas of this very route.
  return { params: request.params as Params, query: request.query as Query, actor: actorOf(request) };
}
