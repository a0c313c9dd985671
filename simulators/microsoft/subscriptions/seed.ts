import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ControlRefused } from '../../kit/control.ts';
import { customerOf } from '../customers/customer.ts';
import { isOfferId } from '../orders/place-order.ts';
import { termDuration } from '../term.ts';
import type { World } from '../world.ts';
import { bought } from './machine.ts';
import { nextTermInstructions } from './patch.ts';
import { FIXABLE, type Subscription } from './subscription.ts';

/** A subscription that a lever puts into the world. */
export const subscriptionSeed = z.strictObject({
  id: z.uuid().optional(),
  offerId: z.string().refine(isOfferId, 'no Product:Sku:Availability and no guid'),
  friendlyName: z.string().min(1).optional(),
  quantity: z.int().positive().default(1),
  termDuration: termDuration.default('P1Y'),
  billingCycle: z.string().default('monthly'),
  autoRenewEnabled: z.boolean().default(true),
  scheduledNextTermInstructions: nextTermInstructions.nullish(),
  parentSubscriptionId: z.string().nullish(),
  /** What of it Microsoft does not let be changed. */
  fixed: z.array(z.enum(FIXABLE)).default([]),
  /** A day or an instant; default the tenant's now. */
  startsOn: z.union([z.iso.date(), z.iso.datetime({ offset: true })]).optional(),
});

/** A tenant that is not known yet becomes a customer. @throws ControlRefused when its id is no guid */
export function seededSubscription(
  world: World,
  tenantId: string,
  order: z.infer<typeof subscriptionSeed>,
): Subscription {
  const { startsOn, fixed, ...rest } = order;
  const at = startsOn === undefined ? world.clock.now(tenantId) : Date.parse(startsOn);
  return world.db.transaction(() => {
    const accepting = { ...world, settings: { ...world.settings, acceptUnknownTenants: true } };
    if (customerOf(accepting, tenantId) === undefined) throw new ControlRefused(400, 'a tenant id is a guid');
    const made = bought(
      {
        ...rest,
        id: order.id ?? randomUUID(),
        tenantId,
        orderId: randomUUID().slice(0, 12).replaceAll('-', ''),
        friendlyName: order.friendlyName ?? `Offer ${order.offerId}`,
        parentSubscriptionId: order.parentSubscriptionId ?? null,
        scheduledNextTermInstructions: order.scheduledNextTermInstructions ?? null,
      },
      at,
    );
    const subscription = { ...made, fixed };
    world.subscriptions.add(subscription, 'control', 'seeded');
    return subscription;
  });
}
