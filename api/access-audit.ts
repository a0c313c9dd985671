import { appendSystemAudit } from '../db/audit.ts';
import { noteSight } from '../db/sights.ts';
import { auditCustomer } from '../db/commit-change.ts';
import { businessNow, type CustomerHead } from '../db/customers.ts';
import type { Actor } from './actor.ts';
import type { ApiDeps } from './deps.ts';

/**
 * Leaves a row for a read of what is sensitive (design, rule 10): who looked at a whole life, or at what others did. In
 * the customer's chain when it was about one, else in the `system` chain. Ids and codes only.
 */
export async function auditAccess(
  { db, now }: Pick<ApiDeps, 'db' | 'now'>,
  actor: Actor,
  kind: string,
  body: Readonly<Record<string, string | number | boolean>>,
  customer?: CustomerHead,
): Promise<void> {
  const wallNow = now();
  const event = { kind, actor: actor.name, at: wallNow, recordedAt: wallNow, body: { role: actor.role, ...body } };
  if (customer) await auditCustomer(db, customer.id, [{ ...event, at: businessNow(customer, wallNow) }]);
  else await db.transaction().execute((trx) => appendSystemAudit(trx, [event]));
}

/**
 * Leaves a row for who has seen a customer's contacts or the addresses of its letters: one a person and day, so that
 * the working day of a collector does not bury what else stands in the chain.
 */
export async function auditSight(
  { db, now }: Pick<ApiDeps, 'db' | 'now'>,
  actor: Actor,
  customerId: string,
): Promise<void> {
  await noteSight(db, { actor: actor.name, role: actor.role, customerId, wallNow: now() });
}
