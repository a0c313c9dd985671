import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ResourceSchema } from '../contracts/outcome.ts';
import type { Db } from '../db/database.ts';
import type { Instant } from '../domain/calendar/day.ts';
import { canonicalJson } from '../domain/canonical-json.ts';
import { Refusal } from '../domain/errors.ts';

/** A view as JSON, the way it goes over the wire. */
export type Wire = Readonly<Record<string, unknown>>;

/** A thing with an address of its own: how it looks, and how it is loaded. */
export interface Resource<Schema extends ResourceSchema = ResourceSchema> {
  /** In the singular; also the name of the path parameter that names one. */
  readonly name: string;
  readonly schema: Schema;
  /** Members that change although the thing does not: they are left out of the ETag. */
  readonly volatile?: readonly string[];
  /** The customer whose personal data a view shows: who reads it leaves a row in that customer's audit. */
  readonly personalDataOf?: (view: z.output<Schema>) => string;
  /**
   * @param reference id, or `ext:` and an external id.
   * @throws Refusal `not_found`
   */
  load(db: Db, reference: string, wallNow: Instant): Promise<z.output<Schema>>;
}

/** The JSON of a view. @throws when the view is not what its schema says: our own mistake. */
export function wireOf<Schema extends z.ZodType>(schema: Schema, view: z.output<Schema>): Wire {
  return z.encode(schema, view) as Wire;
}

/** A strong validator: changes when anything in the resource changes. */
export function etagOf(resource: Pick<Resource, 'volatile'>, wire: Wire): string {
  const lasting = Object.entries(wire).filter(([member]) => resource.volatile?.includes(member) !== true);
  const digest = createHash('sha256').update(canonicalJson(Object.fromEntries(lasting)));
  return `"${digest.digest('base64url').slice(0, 22)}"`;
}

/** Whether a list of entity tags (`If-Match`, `If-None-Match`) names this one. Weak tags never match. */
export function namesEtag(header: string, etag: string): boolean {
  return header.split(',').some((tag) => tag.trim() === '*' || tag.trim() === etag);
}

/** @throws Refusal `precondition_failed` when the resource is no longer the one that the caller read. */
export async function requireMatch<Schema extends ResourceSchema>(
  resource: Resource<Schema>,
  header: string | undefined,
  load: () => Promise<z.output<Schema>>,
): Promise<void> {
  if (header === undefined) return;
  const etag = etagOf(resource, wireOf(resource.schema, await load()));
  if (!namesEtag(header, etag)) throw new Refusal('precondition_failed', `the ${resource.name} is now ${etag}`);
}
