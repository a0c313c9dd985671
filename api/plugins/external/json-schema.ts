import { z } from 'zod';

type JsonSchema = Readonly<Record<string, unknown>>;

/** Where the OpenAPI document keeps named schemas. */
const COMPONENTS = '#/components/schemas/';

/**
 * JSON Schema (2020-12, as OpenAPI 3.1 has it) of what goes over the wire. Requests and answers are described alike, by
 * the input side of their schemas: amounts and instants are codecs, whose output side exists only in the program.
 */
export function wireSchema(schema: z.ZodType, components: Map<string, JsonSchema>): JsonSchema {
  const { $schema: _dialect, $defs, ...json } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  for (const [name, definition] of Object.entries($defs ?? {})) components.set(name, withReferences(definition));
  return withReferences(json);
}

/** Named schemas stand once in the document: `#/$defs/Money` becomes `#/components/schemas/Money`, and names are dropped where they are meant. */
function withReferences(schema: unknown): JsonSchema {
  return rewrite(schema) as JsonSchema;
}

function rewrite(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rewrite);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, member]): [string, unknown][] => {
    // What zod says of every integer, because a JavaScript number ends there.
    if (member === Number.MAX_SAFE_INTEGER || member === Number.MIN_SAFE_INTEGER) return [];
    if (key === '$ref' && typeof member === 'string') return [[key, member.replace('#/$defs/', COMPONENTS)]];
    return [[key, rewrite(member)]];
  });
  return Object.fromEntries(entries);
}
