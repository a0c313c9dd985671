import type { FastifyRequest } from 'fastify';
import { appendSystemAudit, type AuditEvent } from '../db/audit.ts';
import { auditCustomer } from '../db/commit-change.ts';
import { businessNow, findCustomer } from '../db/customers.ts';
import { ERRORS, type Refusal } from '../domain/errors.ts';
import type { ApiDeps } from './deps.ts';

/**
 * Leaves a row for a refusal (design, rule 10): of every write, and of anything that was denied to the caller. In the
 * customer's chain when it is known whom the request was about, else in the `system` chain. Ids and codes only: the path
 * is named by its route, and `detail` and pointers stay with the caller.
 */
export async function auditRefusal(deps: ApiDeps, request: FastifyRequest, refusal: Refusal): Promise<void> {
  if (!leavesRow(request, refusal)) return;
  const { actor, customerId } = request;
  const wallNow = deps.now();
  const event: AuditEvent = {
    kind: 'request.refused',
    actor: actor?.name ?? 'unknown',
    at: wallNow,
    recordedAt: wallNow,
    body: {
      code: refusal.code,
      request: request.id,
      route: request.routeOptions.config.routeId ?? null,
      role: actor?.role ?? null,
    },
  };
  try {
    const customer = customerId === null ? undefined : await findCustomer(deps.db, customerId);
    if (customer) await auditCustomer(deps.db, customer.id, [{ ...event, at: businessNow(customer, wallNow) }]);
    else await deps.db.transaction().execute((trx) => appendSystemAudit(trx, [event]));
  } catch (error) {
    // The caller is refused all the same; that its trace is missing must be seen by an operator.
    request.log.error({ err: error, code: refusal.code }, 'a refusal could not be audited');
  }
}

/** Being throttled, our own failures and reads of what is not there leave none: an address may make thousands of those. */
function leavesRow(request: FastifyRequest, refusal: Refusal): boolean {
  const { status } = ERRORS[refusal.code];
  if (status === 429 || status >= 500 || request.routeOptions.config.routeId === undefined) return false;
  return status === 401 || status === 403 || request.method !== 'GET';
}
