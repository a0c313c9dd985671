import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ERRORS, type ErrorCode, isErrorCode, Refusal } from '../../domain/errors.ts';
import { wireOf } from '../resource.ts';
import { sendJson } from '../send.ts';

const errorPage = z
  .strictObject({ code: z.string(), status: z.int(), title: z.string(), retryable: z.boolean(), action: z.string() })
  .meta({ id: 'ErrorDescription' });
const errorPages = z.strictObject({ items: z.array(errorPage) });

/** What each code means: the `type` of a problem leads here. No token: the reader may be somebody whose token failed. */
export function addErrorPages(app: FastifyInstance): void {
  const schema = { tags: ['errors'], security: [] };
  app.get(
    '/errors',
    { schema: { ...schema, summary: 'Every code the API may answer with', response: { 200: errorPages } } },
    (_request, reply) =>
      sendJson(reply, 200, wireOf(errorPages, { items: Object.keys(ERRORS).filter(isErrorCode).map(pageOf) })),
  );
  const params = z.strictObject({ code: z.string().max(100) });
  app.get<{ Params: z.output<typeof params> }>(
    '/errors/:code',
    { schema: { ...schema, summary: 'What one code means', params, response: { 200: errorPage } } },
    (request, reply) => {
      const { code } = request.params;
      if (!isErrorCode(code)) throw new Refusal('not_found', 'there is no such code');
      return sendJson(reply, 200, wireOf(errorPage, pageOf(code)));
    },
  );
}

function pageOf(code: ErrorCode): z.output<typeof errorPage> {
  return { code, ...ERRORS[code] };
}
