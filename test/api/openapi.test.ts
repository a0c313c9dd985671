import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { routes } from '../../api/routes/routes.ts';
import { sharedApi } from './support/api.ts';

const theApi = sharedApi();

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly security?: readonly object[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Record<string, { readonly schema: object }> };
  readonly responses: Record<string, { readonly content?: Record<string, { readonly schema: object }> }>;
}

async function operations(): Promise<
  ReadonlyMap<string, Operation & { readonly path: string; readonly method: string }>
> {
  const { body } = await theApi().ask('GET', '/openapi.json', { as: null });
  const paths = body['paths'] as Record<string, Record<string, Operation>>;
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) => [operation.operationId ?? `${method} ${path}`, { ...operation, path, method }] as const,
    ),
  );
  return new Map(all);
}

test('the served document is OpenAPI 3.1 and has every call, with its token', async () => {
  const { body } = await theApi().ask('GET', '/openapi.json', { as: null });
  expect(body['openapi']).toBe('3.1.0');
  const known = await operations();
  for (const route of routes) {
    const operation = known.get(route.id);
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    expect([operation?.method, operation?.path], route.id).toEqual([route.method.toLowerCase(), path]);
    expect(operation?.security, route.id).toEqual([{ token: [] }]);
    expect(operation?.summary, route.id).toBeTruthy();
  }
});

test('every reference leads somewhere, and every schema is one', async () => {
  const { body } = await theApi().ask('GET', '/openapi.json', { as: null });
  const schemas = body['components'].schemas as Record<string, object>;
  const references = [...JSON.stringify(body).matchAll(/"\$ref":"([^"]+)"/g)].map(([, target = '']) => target);
  expect(references.length).toBeGreaterThan(20);
  for (const target of references)
    expect(schemas, target).toHaveProperty([target.replace('#/components/schemas/', '')]);
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: 'doc', components: { schemas } });
  for (const name of Object.keys(schemas))
    expect(() => ajv.compile({ $ref: `doc#/components/schemas/${name}` }), name).not.toThrow();
});

test('amounts and instants are described as they go over the wire', async () => {
  const { body } = await theApi().ask('GET', '/openapi.json', { as: null });
  const { Money, Instant } = body['components'].schemas;
  expect(Money).toMatchObject({
    type: 'object',
    properties: { amount: { type: 'string' } },
    required: ['amount', 'currency'],
  });
  expect(Instant).toMatchObject({ type: 'string', format: 'date-time' });
});

test('a write shows its body, its headers, and both of its outcomes', async () => {
  const create = (await operations()).get('createCustomer');
  expect(create?.requestBody?.content['application/json']?.schema).toEqual({
    $ref: '#/components/schemas/NewCustomer',
  });
  expect(Object.keys(create?.responses ?? {})).toEqual(expect.arrayContaining(['201', '202', '4XX', '5XX']));
  expect(create?.responses['4XX']?.content).toHaveProperty('application/problem+json');
  const headers = create?.parameters
    ?.filter((parameter) => parameter.in === 'header')
    .map((parameter) => parameter.name);
  expect(headers).toEqual(['idempotency-key', 'if-match']);
});

test('a body that may be left out is not said to be required, and every other is', async () => {
  const known = await operations();
  const isRequired = (id: string) => known.get(id)?.requestBody?.required;
  expect(['acknowledgeSecurityCase', 'previewNotice', 'reconcile'].map(isRequired)).toEqual([false, false, false]);
  expect(['createCustomer', 'judgeSecurityCase', 'postPayment'].map(isRequired)).toEqual([true, true, true]);
});

test('the page for people works without the internet', async () => {
  const page = await theApi().ask('GET', '/docs/', { as: null });
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  const html = String(page.body['text']);
  expect(html).not.toMatch(/https?:\/\//);
  const [, script = ''] = /<script src="([^"]+)"/.exec(html) ?? [];
  const source = await theApi().ask('GET', new URL(script, 'http://x/docs/').pathname, { as: null });
  expect([source.status, source.headers.get('content-type')]).toEqual([200, expect.stringContaining('javascript')]);
  expect(String(source.body['text']).length).toBeGreaterThan(100_000);
});
