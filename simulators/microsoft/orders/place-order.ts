import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { hasAgreed } from '../agreements/agreement.ts';
import { isStale } from '../catalogue/availability.ts';
import { type Customer, isGuid } from '../customers/customer.ts';
import { refuseUnvetted } from '../customers/vetting.ts';
import { isAzurePlan } from '../entitlements/entitlement.ts';
import { refuseSeller, type Sale } from '../partner/refuse-seller.ts';
import { PartnerFault } from '../partner-fault.ts';
import { bought } from '../subscriptions/machine.ts';
import { termDuration } from '../term.ts';
import type { World } from '../world.ts';
import type { Order } from './order.ts';
import { refuseTooMuch } from './purchase-limits.ts';

export const billingCycle = z.preprocess(
  (value) => (typeof value === 'string' ? value.toLowerCase() : value),
  z.enum(['unknown', 'monthly', 'annual', 'none', 'one_time', 'triennial']),
);

const orderRequest = z.object({
  billingCycle: billingCycle.default('monthly'),
  lineItems: z
    .array(
      z.object({
        lineItemNumber: z.int().nonnegative(),
        offerId: z.string(),
        quantity: z.int().positive(),
        friendlyName: z.string().nullish(),
        termDuration: termDuration.nullish(),
        parentSubscriptionId: z.string().nullish(),
        partnerIdOnRecord: z.string().nullish(),
      }),
    )
    .min(1),
});

export type OrderRequest = z.infer<typeof orderRequest>;

/** Contract 5.1: `Product:Sku:Availability`; a legacy offer is a guid. */
export function isOfferId(offerId: string): boolean {
  return isGuid(offerId) || /^[A-Z0-9]{4,20}:[A-Z0-9]{4}:[A-Z0-9]{4,20}$/i.test(offerId);
}

/** What is sold at once. */
interface Sold extends Sale {
  readonly customer: Customer;
  readonly lines: readonly { readonly offerId: string; readonly quantity: number }[];
}

/**
 * Contract 3, 4 and 17: who may not be sold to, who may not sell, and what is too much.
 * @throws PartnerFault 13605 without the customer agreement, 800073, 800074, 800075, 900416 by the check of the account, 800069 by the
 * check of the risk, and those of `refuseSeller` and `refuseTooMuch`
 */
export function refuseSale(world: World, { customer, lines, ...sale }: Sold, now: number): void {
  refuseSeller(world, sale);
  refuseUnvetted(customer, sale.by);
  if (!hasAgreed(world, customer)) throw new PartnerFault('13605');
  if (lines.length > 0) refuseTooMuch(world, customer.tenantId, lines, now);
  if (customer.riskCheck === 'failed') throw new PartnerFault('800069');
}

/**
 * Contract 5.3: the same order while the one before is still on its way is a duplicate.
 * @throws PartnerFault 800060
 */
export function refuseDuplicate(world: World, tenantId: string, request: OrderRequest, now: number): void {
  const wanted = linesText(request.lineItems);
  const underWay = world.orders.ownedBy(tenantId).filter(({ visibleFrom }) => now < visibleFrom);
  if (underWay.some(({ lines }) => linesText(lines) === wanted)) throw new PartnerFault('800060');
}

function linesText(lines: readonly { readonly offerId: string; readonly quantity: number }[]): string {
  return JSON.stringify(lines.map(({ offerId, quantity }) => [offerId.toUpperCase(), quantity]));
}

/** @throws PartnerFault 800002 for what is no order, 800004 for an offer id that can be none, 2002 and 3000 for a wrong Azure plan */
export function readOrderRequest(body: unknown): OrderRequest {
  const parsed = orderRequest.safeParse(body);
  if (!parsed.success) throw new PartnerFault('800002', z.prettifyError(parsed.error));
  const wrong = parsed.data.lineItems.find((line) => !isOfferId(line.offerId));
  if (wrong !== undefined) throw new PartnerFault('800004', `Invalid offer Id ${wrong.offerId}.`);
  // Contract 5.1: an Azure plan is bought once, at quantity 1 and `one_time`.
  const plan = parsed.data.lineItems.find(isAzurePlan);
  if (plan !== undefined && plan.quantity !== 1) throw new PartnerFault('2002');
  if (plan !== undefined && parsed.data.billingCycle !== 'one_time')
    throw new PartnerFault('3000', 'An Azure plan is billed one_time.');
  return parsed.data;
}

/**
 * Contract 5.3: places the order and makes its subscriptions. The term is a year unless asked otherwise.
 * @throws PartnerFault 20003 for an unknown base subscription, 27009 for one that is not active
 */
export function placeOrder(world: World, tenantId: string, request: OrderRequest, now: number): Order {
  for (const line of request.lineItems) {
    if (isStale(world, line.offerId)) throw new PartnerFault('800004', `Invalid offer Id ${line.offerId}.`);
    if (typeof line.parentSubscriptionId !== 'string') continue;
    const base = world.subscriptions.find(tenantId, line.parentSubscriptionId, now);
    if (base === undefined) throw new PartnerFault('20003');
    if (base.status !== 'active') throw new PartnerFault('27009');
  }
  const id = randomBytes(6).toString('hex');
  const order: Order = {
    id,
    tenantId,
    billingCycle: request.billingCycle,
    createdAt: now,
    visibleFrom: now + world.settings.visibleAfterMs,
    lines: request.lineItems.map((line) => ({
      lineItemNumber: line.lineItemNumber,
      offerId: line.offerId,
      subscriptionId: randomUUID(),
      parentSubscriptionId: line.parentSubscriptionId ?? null,
      friendlyName: line.friendlyName ?? `Offer ${line.offerId}`,
      quantity: line.quantity,
      termDuration: line.termDuration ?? 'P1Y',
      partnerIdOnRecord: line.partnerIdOnRecord ?? null,
    })),
  };
  world.orders.put(id, tenantId, order);
  for (const line of order.lines) {
    const subscription = bought(
      {
        id: line.subscriptionId,
        tenantId,
        orderId: id,
        offerId: line.offerId,
        friendlyName: line.friendlyName,
        quantity: line.quantity,
        parentSubscriptionId: line.parentSubscriptionId,
        termDuration: line.termDuration,
        billingCycle: order.billingCycle,
        autoRenewEnabled: true,
        scheduledNextTermInstructions: null,
      },
      now,
    );
    world.subscriptions.add(subscription, 'partner', 'ordered');
  }
  return order;
}
