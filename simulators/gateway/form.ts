import { z } from 'zod';
import { StripeFailure } from './failure.ts';

/** `a[b]=1&c[]=x&d[0][e]=2` as nested objects and arrays, all leaves text. */
export function parseForm(encoded: string): unknown {
  const root: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(encoded)) {
    const keys = [...name.matchAll(/[^[\]]+|\[\]/g)].map(([key]) => key);
    if (keys.includes('__proto__')) continue;
    insert(root, keys, value);
  }
  return arraysOf(root);
}

function insert(target: Record<string, unknown>, keys: readonly string[], value: string): void {
  const [first, ...rest] = keys;
  if (first === undefined) return;
  const key = first === '[]' ? String(Object.keys(target).length) : first;
  if (rest.length === 0) {
    target[key] = value;
    return;
  }
  const existing = target[key];
  const child: Record<string, unknown> = isRecord(existing) ? existing : {};
  target[key] = child;
  insert(child, rest, value);
}

/** An object with the keys 0, 1, 2… is an array. */
function arraysOf(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const entries = Object.entries(value);
  if (entries.length > 0 && entries.every(([key], index) => key === String(index)))
    return entries.map(([, member]) => arraysOf(member));
  return Object.fromEntries(entries.map(([key, member]) => [key, arraysOf(member)]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A leaf with Stripe's own error code when it does not fit. */
function leaf<T>(code: string, wording: (given: string) => string, convert: (given: string) => T | undefined) {
  return z.string().transform((given, context): T => {
    const value = convert(given);
    if (value !== undefined) return value;
    context.issues.push({ code: 'custom', message: wording(given), params: { stripe: code }, input: given });
    return z.NEVER;
  });
}

export const form = {
  /** Money in minor units, counts, epoch seconds. */
  integer: leaf(
    'parameter_invalid_integer',
    (given) => `Invalid integer: ${given}`,
    (given) => (/^-?\d{1,15}$/.test(given) ? Number(given) : undefined),
  ),
  boolean: leaf(
    'parameter_invalid_boolean',
    (given) => `Invalid boolean: ${given}`,
    (given) => (given === 'true' ? true : given === 'false' ? false : undefined),
  ),
  text: leaf(
    'parameter_invalid_empty',
    () => 'You passed an empty string. We assume empty values are an attempt to unset a parameter; it cannot be unset.',
    (given) => (given === '' ? undefined : given),
  ),
  currency: leaf(
    'invalid_currency',
    (given) => `Invalid currency: ${given}`,
    (given) => (/^[a-z]{3}$/i.test(given) ? given.toLowerCase() : undefined),
  ),
  /** An empty value removes the key. */
  metadata: z.record(z.string().max(40), z.string().max(500)),
  expand: z.array(z.string()).max(20),
  words: z.array(z.string().min(1)),
} as const;

/** `created`, as a number or with `gt`, `gte`, `lt`, `lte`. */
const range = z.union([
  form.integer,
  z.strictObject({ gt: form.integer, gte: form.integer, lt: form.integer, lte: form.integer }).partial(),
]);

/** What every list takes. */
export const listing = {
  limit: form.integer.optional(),
  starting_after: form.text.optional(),
  ending_before: form.text.optional(),
  created: range.optional(),
  expand: form.expand.optional(),
} as const;

/**
 * Reads parameters as strictly as Stripe does: an unknown one is 400 `parameter_unknown`, a missing one `parameter_missing`.
 * @throws StripeFailure before anything is tried
 */
export function readForm<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new StripeFailure(400, { type: 'invalid_request_error', ...complaint(issue) }, true);
}

function complaint(issue: z.core.$ZodIssue | undefined): {
  readonly code: string;
  readonly message: string;
  readonly param: string;
} {
  const path = issue?.path ?? [];
  if (issue?.code === 'unrecognized_keys') {
    const param = bracketed([...path, issue.keys[0] ?? '']);
    return { code: 'parameter_unknown', message: `Received unknown parameter: ${param}`, param };
  }
  const param = bracketed(path);
  if (issue?.code === 'custom') return { code: String(issue.params?.['stripe']), message: issue.message, param };
  if (issue?.code === 'invalid_type' && issue.input === undefined) {
    return { code: 'parameter_missing', message: `Missing required param: ${param}.`, param };
  }
  return { code: 'parameter_invalid', message: `Invalid ${param}: ${issue?.message ?? 'it does not fit'}`, param };
}

function bracketed(path: readonly PropertyKey[]): string {
  const [first, ...rest] = path.map(String);
  return `${first ?? ''}${rest.map((key) => `[${key}]`).join('')}`;
}
