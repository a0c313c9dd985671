import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { fieldProblems } from '../../../contracts/field-problems.ts';
import { Refusal } from '../../../domain/errors.ts';

const PLACES: Readonly<Record<string, string>> = {
  body: 'the body is not what the call takes',
  querystring: 'the query is not what the call takes',
  params: 'the path is not what the call takes',
  headers: 'the headers are not what the call takes',
};

/**
 * Requests are read by the zod schemas of `contracts/`: no coercion, no unknown fields, and what the handler sees is
 * what the schema made of it (money, instants). Answers are written by `wireOf`, so Fastify has nothing to serialise.
 */
export function addValidation(app: FastifyInstance): void {
  app.setValidatorCompiler(({ schema, httpPart }) => {
    if (!(schema instanceof z.ZodType)) throw new TypeError(`the ${httpPart} of a route has no zod schema`);
    return (data: unknown) => {
      // A call whose members may all be left out may be made without a body as well.
      const parsed = schema.safeParse(httpPart === 'body' ? (data ?? {}) : data);
      if (parsed.success) return { value: parsed.data };
      const { code, errors } = fieldProblems(parsed.error.issues);
      return { error: new Refusal(code, PLACES[httpPart ?? 'body'], errors) };
    };
  });
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
}
