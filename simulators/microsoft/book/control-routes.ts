import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { json } from '../../kit/answer.ts';
import { readJson } from '../../kit/control.ts';
import type { Call } from '../../kit/http-server.ts';
import type { Route } from '../../kit/router.ts';
import { recordAudit } from '../audit/record.ts';
import { seededSubscription, subscriptionSeed } from '../subscriptions/seed.ts';
import { seededUsage, usageSeed } from '../usage/control-routes.ts';
import { refreshAt } from '../usage/refresh.ts';
import type { World } from '../world.ts';

const AZURE_PLAN = 'DZH318Z0BPS6:0001:DZH318Z0BML6';
const LICENCES = 'CFQ7TTC0LH18:0001:CFQ7TTC0K971';

const book = z.strictObject({
  tenants: z
    .array(
      z.strictObject({
        tenantId: z.guid().toLowerCase(),
        /** What its Azure subscription has cost this month; left out: licences only. */
        azureCost: z.string().nullish(),
        /** Somebody of the partner's changed something of it. */
        touched: z.boolean().default(false),
      }),
    )
    .max(1_000),
});

/** A lever for large books: many customers at once, in one transaction, each with licences or with an Azure plan that was used. */
export function bookControlRoutes(world: World): Route<Call>[] {
  return [
    {
      method: 'POST',
      pattern: '/control/book',
      handle: (call) => {
        const { tenants } = book.parse(readJson(call));
        world.db.transaction(() => {
          for (const tenant of tenants) movedIn(world, tenant);
        });
        return json(201, { tenants: tenants.length });
      },
    },
  ];
}

type Tenant = z.output<typeof book>['tenants'][number];

function movedIn(world: World, { tenantId, azureCost = null, touched }: Tenant): void {
  const offerId = azureCost === null ? LICENCES : AZURE_PLAN;
  const subscription = seededSubscription(world, tenantId, subscriptionSeed.parse({ offerId }));
  const now = world.clock.now(tenantId);
  if (azureCost !== null) {
    const id = randomUUID();
    world.entitlements.put(id, tenantId, {
      id,
      tenantId,
      planId: subscription.id,
      friendlyName: 'Azure subscription',
      active: true,
      partnerOnRecord: null,
      pending: null,
    });
    const line = seededUsage(world, tenantId, usageSeed.parse({ entitlementId: id, totalCost: azureCost }));
    world.usage.put(line.id, tenantId, line);
    // Known at once: a book whose figures come out at midnight would look unused until then.
    refreshAt(world, tenantId, world.clock.now(tenantId));
  }
  if (!touched) return;
  recordAudit(world, {
    customerId: tenantId,
    resourceId: subscription.id,
    resourceType: 'subscription',
    operationType: 'update_subscription',
    caller: null,
    at: now,
    before: null,
    after: null,
    status: 'succeeded',
  });
}
