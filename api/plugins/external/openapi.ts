import swagger, { type SwaggerTransform } from '@fastify/swagger';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { z } from 'zod';
import { wireSchema } from './json-schema.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

/** The OpenAPI 3.1 document of every route that is registered after this, served at `/openapi.json`. */
export async function addOpenApi(app: FastifyInstance, version: string): Promise<void> {
  const components = new Map<string, JsonSchema>();
  const bodyless = new Set<string>();
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Tenure',
        version,
        description:
          'The commercial life of a CSP customer. Conventions: amounts are decimal strings, unknown fields are refused.',
      },
      servers: [{ url: '/' }],
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    },
    transform: transformWith(components, bodyless),
    transformObject: (document) => {
      if (!('openapiObject' in document)) throw new TypeError('the document is not OpenAPI 3');
      const { openapiObject } = document;
      const schemas = { ...openapiObject.components?.schemas, ...Object.fromEntries(components) };
      const paths = withoutNeedOfBody(openapiObject.paths, bodyless);
      return { ...openapiObject, paths, components: { ...openapiObject.components, schemas } } as typeof openapiObject;
    },
  });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}

/** @param bodyless gets the operations that need nothing said: their body may be left out */
function transformWith(components: Map<string, JsonSchema>, bodyless: Set<string>): SwaggerTransform {
  const json = (part: unknown): unknown => (part instanceof z.ZodType ? wireSchema(part, components) : part);
  return ({ schema, url }) => {
    const { body, querystring, params, headers, response, ...rest } = schema;
    const parts = { body, querystring, params, headers };
    if (body instanceof z.ZodType && body.safeParse({}).success) bodyless.add(operationIdOf(rest));
    const given = Object.entries(parts).filter(([, part]) => part instanceof z.ZodType && hasFields(part));
    const transformed: FastifySchema = {
      ...rest,
      ...Object.fromEntries(given.map(([name, part]) => [name, json(part)])),
      ...(isRecord(response) ? { response: mapValues(response, (answer) => answerOf(answer, json)) } : {}),
    };
    return { schema: transformed, url };
  };
}

/** Every operation with the body of those named no longer required. */
function withoutNeedOfBody(paths: unknown, operations: ReadonlySet<string>): unknown {
  const changed = (operation: unknown): unknown =>
    isRecord(operation) && isRecord(operation['requestBody']) && operations.has(operationIdOf(operation))
      ? { ...operation, requestBody: { ...operation['requestBody'], required: false } }
      : operation;
  return isRecord(paths) ? mapValues(paths, (of) => (isRecord(of) ? mapValues(of, changed) : of)) : paths;
}

function operationIdOf(of: object): string {
  return 'operationId' in of && typeof of.operationId === 'string' ? of.operationId : '';
}

/** An answer is a schema, or schemas by media type. */
function answerOf(answer: unknown, json: (part: unknown) => unknown): unknown {
  if (!isRecord(answer) || answer instanceof z.ZodType) return json(answer);
  const { content, ...rest } = answer;
  if (!isRecord(content)) return answer;
  return {
    ...rest,
    content: mapValues(content, (media) => (isRecord(media) ? { ...media, schema: json(media['schema']) } : media)),
  };
}

/** A schema without fields would show as an empty parameter. */
function hasFields(part: z.ZodType): boolean {
  return !(part instanceof z.ZodObject) || Object.keys(part.shape).length > 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
