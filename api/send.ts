import type { FastifyReply } from 'fastify';
import { PROBLEM_MEDIA_TYPE } from '../contracts/problem.ts';
import type { Wire } from './resource.ts';

/** Sends what is JSON already. From 400 on it is a problem document. */
export function sendJson(reply: FastifyReply, status: number, wire: Wire): FastifyReply {
  const media = status < 400 ? 'application/json; charset=utf-8' : PROBLEM_MEDIA_TYPE;
  return reply.code(status).type(media).send(JSON.stringify(wire));
}
