import { z } from 'zod';
import { empty, json } from '../kit/answer.ts';
import { ControlRefused, readJson } from '../kit/control.ts';
import type { Call } from '../kit/http-server.ts';
import { type Params, param, type Route } from '../kit/router.ts';
import type { AccessTokens } from './access-token.ts';
import { customerOf } from './customers/customer.ts';
import type { RefreshTokens } from './refresh-tokens.ts';
import { reactivate, suspend } from './subscriptions/machine.ts';
import { subscriptionResource } from './subscriptions/resource.ts';
import { seededSubscription, subscriptionSeed } from './subscriptions/seed.ts';
import type { Subscription } from './subscriptions/subscription.ts';
import { DAY_MS } from './term.ts';
import { EVENT_NAMES } from './webhooks/event.ts';
import { canonicalNames } from './wire.ts';
import { LENIENCIES, type World } from './world.ts';

const limit = z.int().nonnegative();

const settings = z
  .strictObject({
    lenient: z.array(z.enum(LENIENCIES)),
    acceptUnknownTenants: z.boolean(),
    visibleAfterMs: z.int().nonnegative(),
    cartLifeMs: z.int().positive(),
    provisionedAfterMs: z.int().nonnegative(),
    entitlementAfterMs: z.int().nonnegative(),
    usageVisibleAfterMs: z.int().nonnegative(),
    usageRefreshedAfterMs: z.int().nonnegative().lt(DAY_MS),
    signInsVisibleAfterMs: z.int().nonnegative(),
    sandbox: z.boolean(),
    limits: z
      .strictObject({
        subscriptionsPerCustomer: limit,
        seatsPerSubscription: limit,
        azurePlans: limit,
        seatsPerItem: limit,
        subscriptionsPerItem: limit,
      })
      .partial(),
    eventsAfterMs: z.partialRecord(z.enum(EVENT_NAMES), z.int().nonnegative()),
    mostUpdates: limit.nullable(),
    graphAway: z.boolean(),
    graphPageSize: z.int().positive(),
    logPageSize: z.int().positive(),
    ratedAfterMs: z.int().nonnegative(),
    exportAfterMs: z.int().nonnegative(),
    mfaEnforced: z.boolean(),
    mailReadGranted: z.boolean(),
    requestsPerMinute: z.int().positive(),
  })
  .partial();

/** What only the Microsoft simulator's levers do. */
export function microsoftControlRoutes(
  world: World,
  tokens: Pick<AccessTokens, 'expireAll'>,
  refreshTokens: RefreshTokens,
): Route<Call>[] {
  const resource = (s: Subscription) => subscriptionResource(s, world.clock.now(s.tenantId));
  const found = (params: Params): Subscription => {
    const tenantId = tenantOf(params);
    const subscription = world.subscriptions.find(tenantId, param(params, 'subscriptionId'), world.clock.now(tenantId));
    if (subscription === undefined) throw new ControlRefused(404, 'no such subscription');
    return subscription;
  };
  const one = '/control/tenants/{tenantId}/subscriptions/{subscriptionId}';

  return [
    {
      method: 'POST',
      pattern: '/control/tenants/{tenantId}/subscriptions',
      handle: (call, params) =>
        json(
          201,
          resource(seededSubscription(world, tenantOf(params), subscriptionSeed.parse(canonicalNames(readJson(call))))),
        ),
    },
    {
      method: 'GET',
      pattern: '/control/tenants/{tenantId}/subscriptions',
      handle: (_call, params) => {
        const tenantId = tenantOf(params);
        return json(200, { items: world.subscriptions.ofTenant(tenantId, world.clock.now(tenantId)).map(resource) });
      },
    },
    {
      // Contract 20.8: Microsoft suspends by itself; the partner cannot lift it.
      method: 'POST',
      pattern: `${one}/microsoft-suspension`,
      handle: (call, params) => {
        const before = found(params);
        const { reasons } = z.strictObject({ reasons: z.array(z.string()).default([]) }).parse(readJson(call));
        if (before.status !== 'active' && before.status !== 'suspended')
          throw new ControlRefused(409, `it is ${before.status}`);
        return changed(before, suspend(before, 'microsoft', world.clock.now(before.tenantId), reasons), 'microsoft');
      },
    },
    {
      method: 'DELETE',
      pattern: `${one}/microsoft-suspension`,
      handle: (_call, params) => {
        const before = found(params);
        if (before.suspendedBy !== 'microsoft') throw new ControlRefused(409, 'Microsoft has not suspended it');
        return changed(before, reactivate(before, world.clock.now(before.tenantId)), 'microsoft');
      },
    },
    {
      // design: the customer may switch its service on again by itself.
      method: 'POST',
      pattern: `${one}/customer-reactivation`,
      handle: (_call, params) => {
        const before = found(params);
        if (before.status !== 'suspended' || before.suspendedBy === 'microsoft') {
          throw new ControlRefused(409, `it is ${before.status}, by ${before.suspendedBy ?? 'nobody'}`);
        }
        return changed(before, reactivate(before, world.clock.now(before.tenantId)), 'customer');
      },
    },
    {
      method: 'POST',
      pattern: '/control/tenants/{tenantId}/relationship',
      handle: (call, params) => {
        const { state } = z.strictObject({ state: z.enum(['accepted', 'ended']) }).parse(readJson(call));
        const customer = customerOf(
          { ...world, settings: { ...world.settings, acceptUnknownTenants: true } },
          tenantOf(params),
        );
        if (customer === undefined) throw new ControlRefused(400, 'a tenant id is a guid');
        const relationshipToPartner = state === 'accepted' ? 'reseller' : 'none';
        world.customers.put(customer.tenantId, '', { ...customer, relationshipToPartner });
        return json(200, { tenantId: customer.tenantId, relationshipToPartner });
      },
    },
    {
      method: 'GET',
      pattern: '/control/changes',
      handle: (call) =>
        json(200, {
          items: world.changes.read(call.query.get('tenantId')?.toLowerCase(), Number(call.query.get('after') ?? 0)),
        }),
    },
    { method: 'GET', pattern: '/control/settings', handle: () => json(200, world.settings) },
    {
      method: 'POST',
      pattern: '/control/settings',
      handle: (call) => {
        Object.assign(world.settings, settings.parse(readJson(call)));
        return json(200, world.settings);
      },
    },
    {
      // Contract 1.2: a token runs out at any moment, also while a call that carries it is on its way.
      method: 'DELETE',
      pattern: '/control/access-tokens',
      handle: () => {
        tokens.expireAll();
        return empty(204);
      },
    },
    {
      method: 'POST',
      pattern: '/control/refresh-tokens',
      handle: (call) => {
        const { mfa } = z.strictObject({ mfa: z.boolean().default(true) }).parse(readJson(call));
        return json(201, { refreshToken: refreshTokens.consent(mfa) });
      },
    },
    {
      method: 'DELETE',
      pattern: '/control/refresh-tokens',
      handle: () => {
        refreshTokens.revokeAll();
        return empty(204);
      },
    },
  ];

  function changed(before: Subscription, after: Subscription, by: 'microsoft' | 'customer') {
    world.db.transaction(() => world.subscriptions.replace(before, after, by, world.clock.now(after.tenantId)));
    return json(200, resource(after));
  }
}

function tenantOf(params: Params): string {
  return param(params, 'tenantId').toLowerCase();
}
