import type { Fact } from '../facts/fact.ts';
import { withoutRefusals } from '../service/refusals.ts';
import type { SubscriptionState } from './account.ts';
import type { MutableAccount } from './mutable-account.ts';

/** Adds what is known about subscriptions, deferred effects and the end of the relationship. */
export function foldService(account: MutableAccount, fact: Fact): void {
  switch (fact.kind) {
    case 'subscription.wanted':
      account.subscriptions.set(fact.body.subscription, {
        ...unordered(fact.body.subscription),
        offer: fact.body.offer,
        quantity: fact.body.quantity,
        order: fact.body.order ?? null,
        terms: { termDuration: fact.body.termDuration, billingCycle: fact.body.billingCycle },
      });
      break;
    case 'subscription.quantityWanted': {
      const quantityWishes = (account.subscriptions.get(fact.body.subscription)?.quantityWishes ?? 0) + 1;
      const refusals = account.subscriptions.get(fact.body.subscription)?.refusals ?? [];
      change(account, fact.body.subscription, {
        quantityWanted: fact.body.quantity,
        quantityWishes,
        // A new wish is asked for whatever came of the last one; another act's refusal stays.
        refusals: withoutRefusals(refusals, 'quantity'),
      });
      break;
    }
    case 'subscription.quantityDropped':
      change(account, fact.body.subscription, { quantityWanted: null });
      break;
    case 'subscription.quantityChanged':
      change(account, fact.body.subscription, { quantity: fact.body.quantity, quantityWanted: null });
      break;
    case 'subscription.ordered':
      change(account, fact.body.subscription, { microsoftId: fact.body.microsoftId, actual: 'active', refusals: [] });
      break;
    case 'subscription.observed': {
      const { subscription, microsoftId, offer, quantity, actual } = fact.body;
      const known = account.subscriptions.get(subscription) ?? unordered(subscription);
      const foreign = actual === 'suspended' && known.actual !== 'suspended';
      const foreignStops = known.foreignStops + (foreign ? 1 : 0);
      const quantityWanted = known.quantityWanted === quantity ? null : known.quantityWanted;
      const base = fact.body.base ?? known.base;
      const seen = { microsoftId, offer, quantity, actual, foreignStops, quantityWanted, base };
      account.subscriptions.set(subscription, { ...known, ...seen });
      break;
    }
    case 'subscription.stopped':
      change(account, fact.body.subscription, {
        actual: 'suspended',
        stoppedByUs: true,
        restorable: fact.body.restorable,
        stops: fact.body.entry,
        stoppedWith: fact.body.withBase ?? null,
        refusals: afterSwitching(account, fact.body.subscription),
      });
      break;
    case 'subscription.restored':
      change(account, fact.body.subscription, {
        actual: 'active',
        stoppedByUs: false,
        stoppedWith: null,
        restorable: null,
        lost: fact.body.lost,
        refusals: afterSwitching(account, fact.body.subscription),
      });
      break;
    case 'subscription.ended':
      change(account, fact.body.subscription, {
        ended: true,
        refusals: [],
        ...(fact.body.how === 'cancelled' ? { actual: 'deleted' } : {}),
      });
      break;
    case 'subscription.refused': {
      const { subscription, act, code } = fact.body;
      const known = account.subscriptions.get(subscription);
      if (known === undefined) break;
      const refusal = { act, code, when: `${known.stops}.${known.retries}` };
      change(account, subscription, { refusals: [...withoutRefusals(known.refusals, act), refusal] });
      break;
    }
    case 'subscription.retried': {
      const retries = (account.subscriptions.get(fact.body.subscription)?.retries ?? 0) + 1;
      change(account, fact.body.subscription, { refusals: [], retries });
      break;
    }
    case 'hold.released':
      // What Microsoft refused while it lasted is moot: the next stop or start is asked for anew.
      for (const known of account.subscriptions.values()) {
        const refusals = withoutRefusals(known.refusals, 'stop', 'start');
        if (refusals.length < known.refusals.length)
          change(account, known.subscription, { refusals, retries: known.retries + 1 });
      }
      break;
    case 'effect.deferred':
      account.deferred.set(fact.body.effectKey, fact.body.until);
      break;
    case 'offboarding.requested':
      account.offboarding = { on: fact.body.on, by: fact.body.by, requestedAt: fact.at };
      break;
    case 'life.closed':
      account.closed = true;
      break;
    default:
  }
}

function change(account: MutableAccount, id: string, to: Partial<SubscriptionState>): void {
  const known = account.subscriptions.get(id);
  if (known) account.subscriptions.set(id, { ...known, ...to });
}

/**
 * Stopped or started, nothing of the kind is refused any longer. A refused end or quantity stays a person's task: asked for
 * again by itself it would be the effect that has failed already.
 */
function afterSwitching(account: MutableAccount, id: string): SubscriptionState['refusals'] {
  return withoutRefusals(account.subscriptions.get(id)?.refusals ?? [], 'stop', 'start');
}

function unordered(subscription: string): SubscriptionState {
  return {
    subscription,
    microsoftId: null,
    offer: '',
    quantity: 0,
    actual: 'ordering',
    stoppedByUs: false,
    restorable: null,
    lost: [],
    stops: 0,
    retries: 0,
    foreignStops: 0,
    refusals: [],
    ended: false,
    order: null,
    terms: {},
    quantityWanted: null,
    quantityWishes: 0,
    base: null,
    stoppedWith: null,
  };
}
