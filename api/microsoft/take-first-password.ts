import { z } from 'zod';
import { firstPassword } from '../../contracts/microsoft-tenants.ts';
import { auditCustomer } from '../../db/commit-change.ts';
import { businessNow } from '../../db/customers.ts';
import { loadAccount } from '../../db/load-account.ts';
import { Refusal } from '../../domain/errors.ts';
import { actorOf } from '../actor.ts';
import { problems } from '../problem-schemas.ts';
import { customerBy } from '../resources/customer.ts';
import type { Params, Route } from '../route.ts';
import { wireOf } from '../resource.ts';
import { sendJson } from '../send.ts';

/**
 * Hands out the first password of a tenant that was made, once. It takes no idempotency key, since a kept answer would hold
 * the password in clear; whoever loses this answer resets the password in the tenant.
 */
export const takeFirstPassword: Route = {
  id: 'takeFirstPassword',
  method: 'POST',
  path: '/v1/customers/:customer/microsoft/first-password',
  schema: {
    tags: ['microsoft'],
    summary: 'The first administrator’s password of a new tenant: handed out once, and kept nowhere afterwards',
    querystring: z.strictObject({}),
    response: { 200: firstPassword, ...problems },
  },
  async handle(deps, request, reply) {
    const customer = await customerBy(deps.db, (request.params as Params)['customer'] ?? '');
    request.customerId = customer.id;
    const { tenant } = (await loadAccount(deps.db, customer)).account.traits;
    const found = tenant === null ? null : ((await deps.firstPasswords?.take(tenant)) ?? null);
    if (found === null) throw new Refusal('not_found', 'no first password waits for this customer');
    const recordedAt = deps.now();
    const at = businessNow(customer, recordedAt);
    const actor = actorOf(request).name;
    await auditCustomer(deps.db, customer.id, [{ kind: 'tenant.firstPasswordTaken', actor, at, recordedAt, body: {} }]);
    reply.header('cache-control', 'no-store');
    return sendJson(reply, 200, wireOf(firstPassword, { ...found }));
  },
};
