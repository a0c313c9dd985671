import type { Account, SubscriptionState } from '../account/account.ts';
import type { Effect, NonEvent, Service, StepRef } from '../decision.ts';
import { addOnsGoingWith, baseOf, waitsForBase } from './add-ons.ts';
import { blocksOrders, isHeld } from './holds.ts';
import { awaitsSeats, lacksApproval } from './order-approval.ts';
import { isRefused } from './refusals.ts';

/** Subscriptions that can serve: ordered, not ended, and not past their life at Microsoft. */
export function liveSubscriptions(account: Account): readonly SubscriptionState[] {
  return [...account.subscriptions.values()].filter(
    (known) =>
      !known.ended && (known.actual === 'active' || known.actual === 'suspended' || known.actual === 'unknown'),
  );
}

/** Live subscriptions that a suspension step would stop: on, not refused before. */
export function stoppable(account: Account): readonly SubscriptionState[] {
  return liveSubscriptions(account).filter(
    (known) => known.actual === 'active' && !known.stoppedByUs && !isRefused(known, 'stop'),
  );
}

/**
 * Subscriptions we stopped that no hold keeps off any longer and that Microsoft has not refused to start. One that somebody
 * else switched on meanwhile is among them: what the stop took from it (auto-renew) is still to be given back. An add-on comes
 * after its base (practice 60).
 */
export function startable(account: Account): readonly SubscriptionState[] {
  return liveSubscriptions(account).filter(
    (known) =>
      known.stoppedByUs &&
      !isHeld(account, known.subscription) &&
      !isRefused(known, 'start') &&
      !waitsForBase(account, known),
  );
}

/**
 * Orders that Microsoft has not been asked for yet; a hold that blocks orders, or would stop them at once, keeps them
 * waiting, and so does an approval that is not given.
 */
export function openOrders(account: Account): {
  readonly due: readonly SubscriptionState[];
  readonly held: readonly SubscriptionState[];
} {
  const open = [...account.subscriptions.values()].filter(
    (known) => known.actual === 'ordering' && !known.ended && !isRefused(known, 'order'),
  );
  const isBlocked = (known: SubscriptionState) =>
    blocksOrders(account) || isHeld(account, known.subscription) || lacksApproval(account, known);
  return { due: open.filter((known) => !isBlocked(known)), held: open.filter(isBlocked) };
}

/**
 * What a customer sees of service: `none` without subscriptions, `partial` while wanted and actual differ or when only
 * some are on. What Microsoft stopped counts as off, and is never ours to start (rule 11).
 */
export function serviceOf(account: Account): Service {
  const live = liveSubscriptions(account);
  if (live.length === 0) return 'none';
  const outOfStep = live.some((known) => {
    const held = isHeld(account, known.subscription);
    return known.actual === 'active' ? held : known.stoppedByUs && !held;
  });
  if (outOfStep) return 'partial';
  const on = live.filter((known) => known.actual === 'active').length;
  return on === live.length ? 'on' : on === 0 ? 'off' : 'partial';
}

/** Orders that a hold or an approval keeps waiting, and seats that wait for an approval. */
export function heldOrders(account: Account): readonly NonEvent[] {
  const seats = liveSubscriptions(account).filter((known) => awaitsSeats(account, known));
  return [
    ...openOrders(account).held.map((known) => ({
      what: 'order',
      because: lacksApproval(account, known) ? 'awaitingApproval' : 'held',
      detail: { subscription: known.subscription },
    })),
    ...seats.map(({ subscription }) => ({ what: 'quantity', because: 'awaitingApproval', detail: { subscription } })),
  ];
}

/**
 * One stop per subscription that a hold wants off; `step` is the rung that this carries out, if any. Add-ons go with their base,
 * and are stopped by themselves only where that stays on.
 */
export function stopEffects(
  account: Account,
  list: readonly SubscriptionState[],
  step: StepRef | null,
): readonly Effect[] {
  const alone = list.filter((known) => !list.some((other) => other === baseOf(account, known)));
  return alone.map((known) => {
    const entry = known.stops + 1;
    const addOns = addOnsGoingWith(account, known).map(({ subscription, stops }) => ({
      subscription,
      entry: stops + 1,
    }));
    return {
      kind: 'stop',
      key: `stop/${known.subscription}/${entry}.${known.retries}`,
      subscription: known.subscription,
      entry,
      step,
      ...(addOns.length > 0 && { addOns }),
    };
  });
}

/** Stops of what a hold keeps off and still runs. */
export function heldStops(account: Account): readonly Effect[] {
  return stopEffects(
    account,
    stoppable(account).filter((known) => isHeld(account, known.subscription)),
    null,
  );
}

/** Orders to place, stops and starts that bring what is actual to what is wanted. */
export function serviceEffects(account: Account): readonly Effect[] {
  const effects: Effect[] = [...orderEffects(openOrders(account).due), ...heldStops(account)];
  for (const known of startable(account)) {
    effects.push({
      kind: 'start',
      key: `start/${known.subscription}/${known.stops}.${known.retries}`,
      subscription: known.subscription,
      entry: known.stops,
    });
  }
  effects.push(...quantityEffects(account));
  return effects;
}

/** What was ordered together and never refused goes through one cart; everything else is an order of its own. */
function orderEffects(due: readonly SubscriptionState[]): readonly Effect[] {
  const isOfCart = ({ order, retries }: SubscriptionState): boolean => order !== null && retries === 0;
  const carts = Map.groupBy(due.filter(isOfCart), ({ order }) => order ?? '');
  return [
    ...due
      .filter((known) => !isOfCart(known))
      .map(({ subscription, offer, quantity, retries, terms }): Effect => {
        const key = `order/${subscription}/${retries}`;
        return { kind: 'order', key, subscription, offer, quantity, ...(hasTerms(terms) && { terms }) };
      }),
    ...[...carts].map(
      ([order, lines]): Effect => ({
        kind: 'cart',
        // A line that a hold keeps back when the others are bought makes a cart of its own later.
        key: `cart/${order}/${lines[0]?.subscription ?? ''}`,
        order,
        lines: lines.map(({ subscription, offer, quantity, terms }) => ({ subscription, offer, quantity, ...terms })),
      }),
    ),
  ];
}

function hasTerms({ termDuration, billingCycle }: SubscriptionState['terms']): boolean {
  return termDuration !== undefined || billingCycle !== undefined;
}

/** Seats to be changed; those that wait for an approval come later. A suspended subscription keeps its quantity (contract section 6.3): the wish waits for its return. */
function quantityEffects(account: Account): readonly Effect[] {
  return liveSubscriptions(account).flatMap((known): readonly Effect[] => {
    const { subscription, quantityWanted, quantityWishes, retries, actual } = known;
    const isDue = actual === 'active' && !isRefused(known, 'quantity') && !isHeld(account, subscription);
    if (quantityWanted === null || !isDue || awaitsSeats(account, known)) return [];
    const key = `quantity/${subscription}/${quantityWishes}.${retries}`;
    return [{ kind: 'quantity', key, subscription, quantity: quantityWanted }];
  });
}
