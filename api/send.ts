import type { FastifyReply } from 'fastify';
import { PROBLEM_MEDIA_TYPE } from '../contracts/problem.ts';
import type { Wire } from './resource.ts';

/** Sends what is JSON already. From 400 on it is a problem document. */
export function sendJson(reply: FastifyReply, status: number, wire: Wire): FastifyReply {
  const media = status < 400 ? 'application/json' : PROBLEM_MEDIA_TYPE;
  // As bytes: to a text Fastify would add a charset, which neither media type knows.
  return reply
    .code(status)
    .header('content-type', media)
    .send(Buffer.from(JSON.stringify(wire)));
}
