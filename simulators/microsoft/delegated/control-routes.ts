import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { json } from '../../kit/answer.ts';
import { ControlRefused, readJson } from '../../kit/control.ts';
import type { Call } from '../../kit/http-server.ts';
import { param, type Params, type Route } from '../../kit/router.ts';
import { DAY_MS } from '../term.ts';
import type { World } from '../world.ts';
import { daysOf, keep, type Relationship, relationshipResource } from './relationship.ts';

const seed = z.strictObject({
  displayName: z.string().min(1).max(50).optional(),
  roles: z.array(z.uuid().toLowerCase()).min(1),
  duration: z
    .string()
    .refine((text) => daysOf(text) !== undefined)
    .default('P365D'),
  autoExtendDuration: z.enum(['P0D', 'PT0S', 'P180D']).default('PT0S'),
  /** Days since its activation, business time. */
  activeSinceDays: z.int().nonnegative().default(0),
});

/** Levers over delegated admin relationships: one that is in force, and what the customer does about one. */
export function delegatedControlRoutes(world: World): Route<Call>[] {
  const tenantOf = (params: Params) => param(params, 'tenantId').toLowerCase();
  const decided = (from: Relationship['status'], status: Relationship['status']) => (_call: Call, params: Params) => {
    const one = world.relationships.get(param(params, 'relationshipId').toLowerCase());
    if (one === undefined || one.customer?.tenantId !== tenantOf(params)) throw new ControlRefused(404, 'no such one');
    if (one.status !== from) throw new ControlRefused(409, `it is ${one.status}`);
    const now = world.clock.now(tenantOf(params));
    const begun = status === 'active' ? { activatedAt: now, endsAt: now + (daysOf(one.duration) ?? 0) * DAY_MS } : {};
    const after = { ...one, ...begun, status, modifiedAt: now, version: one.version + 1 };
    world.db.transaction(() => keep(world, after, now));
    return json(200, relationshipResource(after));
  };
  const one = '/control/tenants/{tenantId}/delegated-relationships/{relationshipId}';
  return [
    {
      method: 'POST',
      pattern: '/control/tenants/{tenantId}/delegated-relationships',
      handle: (call, params) => {
        const { activeSinceDays, displayName, ...given } = seed.parse(readJson(call));
        const tenantId = tenantOf(params);
        const now = world.clock.now(tenantId);
        const activatedAt = now - activeSinceDays * DAY_MS;
        const id = `${randomUUID()}-${randomUUID()}`;
        const made: Relationship = {
          ...given,
          id,
          displayName: displayName ?? id.slice(0, 40),
          customer: { tenantId, displayName: '' },
          status: 'active',
          createdAt: activatedAt,
          modifiedAt: activatedAt,
          activatedAt,
          endsAt: activatedAt + (daysOf(given.duration) ?? 0) * DAY_MS,
          version: 1,
          deleted: false,
        };
        world.db.transaction(() => keep(world, made, now));
        return json(201, relationshipResource(made));
      },
    },
    // Contract 14.1: the customer says yes in his own administration, or ends it.
    { method: 'POST', pattern: `${one}/approval`, handle: decided('approvalPending', 'active') },
    { method: 'DELETE', pattern: one, handle: decided('active', 'terminated') },
  ];
}
