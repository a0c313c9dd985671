import { z } from 'zod';
import type { PartnerCall } from '../partner-call.ts';
import { PartnerFault } from '../partner-fault.ts';
import type { Subscription } from '../subscriptions/subscription.ts';
import type { Order } from './order.ts';
import { billingCycle } from './place-order.ts';

const wanted = z.object({ billingCycle });

/**
 * Contract 5.3 and 6.3: the billing cycle of an order, and so of all that it bought. Add-ons in a changed order are not followed up.
 * @throws PartnerFault 800014 while an adjustment of it is pending, 800012 when something it bought is not active, 800097 where the
 * cycle is fixed
 */
export function changedOrder({ world, body, now }: PartnerCall, order: Order): Order {
  const parsed = wanted.safeParse(body);
  if (!parsed.success) throw new PartnerFault('800002', z.prettifyError(parsed.error));
  const bought = order.lines
    .map(({ subscriptionId }) => world.subscriptions.find(order.tenantId, subscriptionId, now))
    .filter((one) => one !== undefined);
  if (bought.some(({ pendingUntil }) => pendingUntil !== null && now < pendingUntil)) throw new PartnerFault('800014');
  if (bought.some(({ status }) => status !== 'active')) throw new PartnerFault('800012');
  const { billingCycle: cycle } = parsed.data;
  if (cycle === order.billingCycle) return order;
  if (bought.some(({ fixed }) => fixed.includes('billingCycle'))) throw new PartnerFault('800097');
  const changed = { ...order, billingCycle: cycle };
  world.orders.put(order.id, order.tenantId, changed);
  for (const one of bought) {
    const after: Subscription = { ...one, billingCycle: cycle, version: one.version + 1 };
    world.subscriptions.replace(one, after, 'partner', now);
  }
  return changed;
}
