import { isAzurePlan } from '../entitlements/entitlement.ts';
import { DAY_MS, startOfDay, termEnd } from '../term.ts';
import type { Subscription } from './subscription.ts';

/** Contract 6.3: cancelling is allowed for seven days after purchase or renewal. */
const CANCELLATION_WINDOW_MS = 7 * DAY_MS;
const EXPIRED_MS = 30 * DAY_MS;
const DISABLED_MS = 90 * DAY_MS;
/** Contract 6.4: a legacy subscription is deleted after 90 days of suspension. */
const LEGACY_SUSPENSION_MS = 90 * DAY_MS;

/** Contract 2.2 and 6.2: "never"; an Azure plan has no term. */
const NEVER = Date.UTC(9999, 11, 31);

/** A change that time alone brought. */
export interface Passed {
  readonly change: 'renewed' | 'expired' | 'disabled' | 'deleted';
  readonly at: number;
}

/** Contract 18.4: what became of the subscription by `now`, without anyone's doing. Pure; call it before every look at a subscription. */
export function settle(
  subscription: Subscription,
  now: number,
): { readonly subscription: Subscription; readonly passed: readonly Passed[] } {
  const passed: Passed[] = [];
  let current = subscription;
  for (;;) {
    const next = nextByTime(current);
    if (next === undefined || next.at > now) return { subscription: current, passed };
    passed.push({ change: next.change, at: next.at });
    current = { ...next.subscription, version: current.version + 1 };
  }
}

function nextByTime(s: Subscription): (Passed & { readonly subscription: Subscription }) | undefined {
  switch (s.status) {
    case 'active': {
      const at = s.termEndsAt;
      return s.autoRenewEnabled
        ? { change: 'renewed', at, subscription: renewed(s) }
        : { change: 'expired', at, subscription: { ...s, status: 'expired', statusSince: at } };
    }
    case 'suspended': {
      if (s.commerce === 'legacy') return deletedAt(s, Math.min(s.termEndsAt, s.statusSince + LEGACY_SUSPENSION_MS));
      // disabled(30) → disabled(90): the same word for both stages, so one state of 120 days.
      return disabledAt(s, s.termEndsAt, EXPIRED_MS + DISABLED_MS);
    }
    case 'expired':
      return disabledAt(s, s.statusSince + EXPIRED_MS, DISABLED_MS);
    case 'disabled':
      return deletedAt(s, s.deletesAt ?? s.statusSince + DISABLED_MS);
    default:
      return undefined;
  }
}

function disabledAt(s: Subscription, at: number, lastsMs: number): Passed & { readonly subscription: Subscription } {
  return {
    change: 'disabled',
    at,
    subscription: { ...s, ...released, status: 'disabled', statusSince: at, deletesAt: at + lastsMs },
  };
}

function deletedAt(s: Subscription, at: number): Passed & { readonly subscription: Subscription } {
  return {
    change: 'deleted',
    at,
    subscription: { ...s, ...released, status: 'deleted', statusSince: at, deletesAt: null },
  };
}

const released = {
  suspendedBy: null,
  suspensionReasons: [],
  autoRenewEnabled: false,
  scheduledNextTermInstructions: null,
} as const;

/** The next term begins where this one ended, with the scheduled instructions, which are used up by it. */
function renewed(s: Subscription): Subscription {
  const next = s.scheduledNextTermInstructions;
  const duration = next?.product.termDuration ?? s.termDuration;
  return {
    ...s,
    offerId:
      next === null ? s.offerId : `${next.product.productId}:${next.product.skuId}:${next.product.availabilityId}`,
    quantity: next?.quantity ?? s.quantity,
    billingCycle: next?.product.billingCycle ?? s.billingCycle,
    termDuration: duration,
    scheduledNextTermInstructions: null,
    termStartedAt: s.termEndsAt,
    termEndsAt: termEnd(s.termEndsAt, duration),
    cancellableUntil: s.termEndsAt + CANCELLATION_WINDOW_MS,
  };
}

/** A subscription that was bought at `at`. */
export function bought(
  order: Pick<
    Subscription,
    | 'id'
    | 'tenantId'
    | 'orderId'
    | 'offerId'
    | 'friendlyName'
    | 'quantity'
    | 'parentSubscriptionId'
    | 'termDuration'
    | 'billingCycle'
    | 'autoRenewEnabled'
    | 'scheduledNextTermInstructions'
  >,
  at: number,
): Subscription {
  return {
    ...order,
    commerce: order.offerId.includes(':') ? 'new' : 'legacy',
    status: 'active',
    statusSince: at,
    suspendedBy: null,
    suspensionReasons: [],
    createdAt: at,
    termStartedAt: startOfDay(at),
    termEndsAt: isAzurePlan(order) ? NEVER : termEnd(at, order.termDuration),
    cancellableUntil: at + CANCELLATION_WINDOW_MS,
    deletesAt: null,
    partnerId: null,
    fixed: [],
    pendingUntil: null,
    version: 1,
  };
}

/** Contract 6.4 and 18.4: suspension turns auto-renew off and drops scheduled changes; neither comes back by itself. */
export function suspend(
  s: Subscription,
  by: 'partner' | 'microsoft' | 'base',
  at: number,
  reasons: readonly string[] = [],
): Subscription {
  return {
    ...s,
    status: 'suspended',
    statusSince: at,
    suspendedBy: by,
    suspensionReasons: reasons,
    autoRenewEnabled: false,
    scheduledNextTermInstructions: null,
    version: s.version + 1,
  };
}

export function reactivate(s: Subscription, at: number): Subscription {
  return { ...s, status: 'active', statusSince: at, suspendedBy: null, suspensionReasons: [], version: s.version + 1 };
}

export function cancel(s: Subscription, at: number): Subscription {
  return { ...s, ...released, status: 'deleted', statusSince: at, deletesAt: null, version: s.version + 1 };
}
