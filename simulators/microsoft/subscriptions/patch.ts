import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { skuOf } from '../catalogue/product.ts';
import { PartnerFault } from '../partner-fault.ts';
import { termDuration } from '../term.ts';
import { cancel, reactivate, suspend } from './machine.ts';
import type { NextTermInstructions, Subscription } from './subscription.ts';

const STATUSES = ['none', 'active', 'pending', 'suspended', 'expired', 'disabled', 'deleted'] as const;

const lower = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value);

export const nextTermInstructions = z.object({
  product: z.object({
    productId: z.string().min(1),
    skuId: z.string().min(1),
    availabilityId: z.string().min(1),
    billingCycle: z.preprocess(lower, z.string()).optional(),
    termDuration: termDuration.optional(),
    promotionId: z.string().nullish(),
  }),
  quantity: z.int().positive(),
  customTermEndDate: z.string().nullish(),
});

/** What of the whole resource a PATCH can change; every other member is read-only and ignored. */
const patchBody = z.object({
  status: z.preprocess(lower, z.string()).optional(),
  quantity: z.int().optional(),
  friendlyName: z.string().min(1).optional(),
  billingCycle: z.preprocess(lower, z.string()).optional(),
  autoRenewEnabled: z.boolean().nullish(),
  partnerId: z.string().nullish(),
  scheduledNextTermInstructions: nextTermInstructions.nullish(),
});

interface Wanted {
  readonly status: string;
  readonly quantity: number;
  readonly friendlyName: string;
  readonly autoRenewEnabled: boolean;
  readonly partnerId: string | null;
  readonly scheduledNextTermInstructions: NextTermInstructions | null;
}

/**
 * Contract 6.3 and 18.4: what a PATCH makes of a settled subscription. Returns the very same object when nothing changes.
 * @param base its base subscription, settled, when it is an add-on
 * @throws PartnerFault by the rule that refuses it
 */
export function patched(
  current: Subscription,
  body: unknown,
  base: Subscription | undefined,
  now: number,
): Subscription {
  if (current.status === 'deleted') throw new PartnerFault('2011');
  // Contract 6.3.
  if (current.pendingUntil !== null && now < current.pendingUntil) throw new PartnerFault('900278');
  const parsed = patchBody.safeParse(body);
  if (!parsed.success) throw new PartnerFault('800002', z.prettifyError(parsed.error));
  const given = parsed.data;
  // Contract 6.3: the billing cycle is changed on the order.
  if (given.billingCycle !== undefined && given.billingCycle !== current.billingCycle)
    throw new PartnerFault(current.fixed.includes('billingCycle') ? '800097' : '2054');
  const wanted = wantedBy(given, current);
  // Contract 17: 900126 for a word that is no value of the enum.
  if (!STATUSES.some((status) => status === wanted.status))
    throw new PartnerFault('900126', `Unable to parse enum: ${wanted.status}.`);

  if (current.status === 'active')
    return wanted.status === 'active' ? edited(current, wanted, now) : stopped(current, wanted, now);
  if (current.status === 'suspended') return fromSuspended(current, wanted, base, now);
  // Contract 6.4: expired and disabled cannot be reactivated.
  if (wanted.status !== current.status) throw new PartnerFault('800096');
  // Contract 17: what is disabled takes no update any more, what has expired is merely not active (I: both are refused).
  if (!isDeepStrictEqual(wanted, wantedBy({}, current)))
    throw new PartnerFault(current.status === 'disabled' ? '900279' : '800012');
  return current;
}

/** Contract 6.3: a PATCH that leaves out `autoRenewEnabled` sets it false; without a renewal there is no next term to instruct. */
function wantedBy(given: z.infer<typeof patchBody>, current: Subscription): Wanted {
  const autoRenewEnabled = given.autoRenewEnabled ?? false;
  return {
    status: given.status ?? current.status,
    quantity: given.quantity ?? current.quantity,
    friendlyName: given.friendlyName ?? current.friendlyName,
    autoRenewEnabled,
    partnerId: given.partnerId ?? current.partnerId,
    scheduledNextTermInstructions: autoRenewEnabled ? (given.scheduledNextTermInstructions ?? null) : null,
  };
}

function edited(current: Subscription, wanted: Wanted, now: number): Subscription {
  refuseFixed(current, wanted);
  const most = skuOf(current.offerId)?.maximumQuantity ?? Number.POSITIVE_INFINITY;
  if (wanted.quantity < 1 || (wanted.quantity > most && wanted.quantity !== current.quantity))
    throw new PartnerFault('2002');
  // Contract 6.3: fewer seats only inside the cancellation window.
  if (wanted.quantity < current.quantity && now >= current.cancellableUntil) throw new PartnerFault('800090');
  const next = { ...current, ...wanted, status: current.status };
  return isDeepStrictEqual(next, current) ? current : { ...next, version: current.version + 1 };
}

function stopped(current: Subscription, wanted: Wanted, now: number): Subscription {
  refuseMixture(current, wanted);
  if (wanted.status === 'suspended') return suspend(current, 'partner', now);
  if (wanted.status !== 'deleted' || current.commerce === 'legacy') throw new PartnerFault('800096');
  // Contract 6.3: cancelling only within seven days of purchase or renewal.
  if (now >= current.cancellableUntil) throw new PartnerFault('900117');
  return cancel(current, now);
}

function fromSuspended(
  current: Subscription,
  wanted: Wanted,
  base: Subscription | undefined,
  now: number,
): Subscription {
  if (wanted.quantity !== current.quantity) throw new PartnerFault('2001');
  // Contract 6.3: 800091 — also for auto-renew and instructions sent along with the reactivation; they need a PATCH of their own after it.
  const others = wanted.friendlyName !== current.friendlyName || wanted.partnerId !== current.partnerId;
  if (others || wanted.autoRenewEnabled) throw new PartnerFault('800091');
  if (wanted.status === 'suspended') return current;
  // Contract 20.8 (inferred there): Microsoft's own suspension is not the partner's to lift.
  if (current.suspendedBy === 'microsoft') throw new PartnerFault('800096');
  if (wanted.status === 'active') {
    if (base !== undefined && base.status !== 'active') throw new PartnerFault('27009');
    return reactivate(current, now);
  }
  if (wanted.status !== 'deleted' || current.commerce === 'legacy') throw new PartnerFault('800096');
  if (now >= current.cancellableUntil) throw new PartnerFault('900117');
  return cancel(current, now);
}

/** Contract 17. @throws PartnerFault 800095, 800093, 800098 */
function refuseFixed(current: Subscription, wanted: Wanted): void {
  const { fixed } = current;
  if (fixed.includes('quantity') && wanted.quantity !== current.quantity) throw new PartnerFault('800095');
  const renews = wanted.autoRenewEnabled && !current.autoRenewEnabled;
  if (fixed.includes('autoRenew') && renews) throw new PartnerFault('800093');
  if (fixed.includes('partnerOnRecord') && wanted.partnerId !== current.partnerId) throw new PartnerFault('800098');
}

/** Contract 6.3 (inferred there): one kind of change per PATCH. */
function refuseMixture(current: Subscription, wanted: Wanted): void {
  const others = ['quantity', 'friendlyName', 'partnerId'] as const;
  if (others.some((name) => wanted[name] !== current[name])) {
    throw new PartnerFault('800002', 'A change of status goes without any other change.');
  }
}
