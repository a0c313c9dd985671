import { z } from 'zod';
import type { Phase, Service } from '../domain/decision.ts';
import { id, instant } from './values.ts';

/** In the order of a life. */
export const phase = z.enum([
  'applied',
  'verifying',
  'awaitingPrepayment',
  'active',
  'dunning',
  'suspended',
  'reinstating',
  'terminating',
  'closed',
  'refused',
] satisfies Phase[]);

export const service = z.enum(['none', 'on', 'partial', 'off'] satisfies Service[]);

/** What comes next in a life if nothing changes. */
export const nextStep = z
  .strictObject({ at: instant, kind: z.string(), step: z.string(), because: z.string() })
  .meta({ id: 'NextStep' });

/** Where a customer stands after a decision. */
export const standing = z
  .strictObject({ id: id('cus'), phase, service, nextStep: nextStep.nullable() })
  .meta({ id: 'Standing' });

export type StandingView = z.output<typeof standing>;

/** A resource of the API: an object schema, so that a write's answer can add to it. */
export type ResourceSchema = z.ZodObject<z.ZodRawShape, z.core.$strict>;

/**
 * The two answers of a write that concerns a customer (api-surface, "outcome"): `decided` (200 or 201) is the resource
 * with where the customer now stands; `undecided` (202) is the resource with the operation that is still open.
 */
export function outcomesOf(resource: ResourceSchema) {
  return {
    decided: z.strictObject({ ...resource.shape, customer: standing }),
    undecided: z.strictObject({
      ...resource.shape,
      operation: z.string().meta({ description: 'Address of the operation; it ends `applied` or `refused`.' }),
    }),
  };
}
