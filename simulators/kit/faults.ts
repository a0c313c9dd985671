import { randomUUID } from 'node:crypto';
import { z } from 'zod';

/** What a fault may be aimed at: properties of a call, a mail or a webhook event. `pathPattern` is a regular expression over the path. */
const matchSchema = z
  .strictObject({
    method: z.string(),
    pathPattern: z.string().refine(isRegularExpression, 'no regular expression'),
    tenantId: z.string(),
    eventType: z.string(),
    to: z.string(),
    from: z.string(),
    subject: z.string(),
  })
  .partial();

/** At what, how often, and from which matching occasion on. */
export const aim = {
  match: matchSchema.default({}),
  times: z.int().positive().default(1),
  /** Lets this many matching occasions pass first. */
  skip: z.int().nonnegative().default(0),
};

/** A wait of at most an hour. */
export const ms = z.int().nonnegative().max(3_600_000);

/** Faults that every simulator speaking HTTP knows. */
export const httpFaults = [
  z.strictObject({ ...aim, kind: z.literal('latency'), ms }),
  /** `effect: done` = the work is carried out and only the answer is this status. */
  z.strictObject({
    ...aim,
    kind: z.literal('status'),
    status: z.int().min(400).max(599),
    effect: z.enum(['none', 'done']).default('none'),
  }),
  z.strictObject({ ...aim, kind: z.literal('throttle'), retryAfter: z.number().nonnegative().default(1) }),
  z.strictObject({ ...aim, kind: z.literal('lostAnswer') }),
  z.strictObject({ ...aim, kind: z.literal('timeoutBefore'), ms: ms.default(60_000) }),
  z.strictObject({ ...aim, kind: z.literal('bom') }),
  z.strictObject({
    ...aim,
    kind: z.literal('refuse'),
    code: z.union([z.string(), z.number()]),
    status: z.int().min(400).max(599).optional(),
  }),
  /** Done, and answered with 202 and where to look, for a service that may take its time. */
  z.strictObject({ ...aim, kind: z.literal('accepted') }),
  /** Member names of the JSON answer begin with a capital. */
  z.strictObject({ ...aim, kind: z.literal('pascalCase') }),
  /** Sets top-level members of a JSON answer, for example an enum value that nobody knows yet. */
  z.strictObject({ ...aim, kind: z.literal('edit'), set: z.record(z.string(), z.json()) }),
] as const;

export type HttpFault = z.infer<(typeof httpFaults)[number]>;

/** A fault as it stands: with its id and how often it may still strike. */
type Armed<F> = F & { readonly id: string };

interface Aimed {
  readonly kind: string;
  readonly match: z.infer<typeof matchSchema>;
  readonly times: number;
  readonly skip: number;
}

export type Occasion = Readonly<Partial<Record<keyof z.infer<typeof matchSchema> | 'path', string | undefined>>>;

/** The faults that stand. They live in memory only: a restarted simulator is a healthy one. */
export interface Faults<F> {
  add(input: unknown): Armed<F>;
  list(): Armed<F>[];
  remove(id: string): boolean;
  clear(): void;
  /** Uses up and returns what strikes on this occasion: every matching fault of the kinds `among`, at most one of each kind. */
  strike(occasion: Occasion, among?: readonly string[]): F[];
}

export function createFaults<F extends Aimed>(schema: z.ZodType<F>): Faults<F> {
  let armed: { readonly id: string; readonly fault: F; skip: number; left: number }[] = [];
  return {
    add: (input) => {
      const fault = schema.parse(input);
      const id = randomUUID();
      armed.push({ id, fault, skip: fault.skip, left: fault.times });
      return { ...fault, id };
    },
    list: () => armed.map(({ id, fault, skip, left }) => ({ ...fault, id, skip, times: left })),
    remove: (id) => {
      const before = armed.length;
      armed = armed.filter((one) => one.id !== id);
      return armed.length < before;
    },
    clear: () => {
      armed = [];
    },
    strike: (occasion, among) => {
      const struck: F[] = [];
      for (const one of armed) {
        if (among !== undefined && !among.some((kind) => kind === one.fault.kind)) continue;
        if (struck.some((other) => other.kind === one.fault.kind) || !matches(one.fault.match, occasion)) continue;
        if (one.skip > 0) {
          one.skip -= 1;
          continue;
        }
        one.left -= 1;
        struck.push(one.fault);
      }
      armed = armed.filter((one) => one.left > 0);
      return struck;
    },
  };
}

function matches(match: z.infer<typeof matchSchema>, occasion: Occasion): boolean {
  const { pathPattern, ...exact } = match;
  if (pathPattern !== undefined && !new RegExp(pathPattern).test(occasion.path ?? '')) return false;
  return Object.entries(exact).every(([name, wanted]) => {
    const given = Object.entries(occasion).find(([key]) => key === name)?.[1];
    if (given === undefined || wanted === undefined) return false;
    // `@example.com` means everyone there.
    return wanted.startsWith('@')
      ? given.toLowerCase().endsWith(wanted.toLowerCase())
      : given.toLowerCase() === wanted.toLowerCase();
  });
}

function isRegularExpression(source: string): boolean {
  try {
    return new RegExp(source).source !== '';
  } catch {
    return false;
  }
}
