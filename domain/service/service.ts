import type { Account, SubscriptionState } from '../account/account.ts';
import type { Effect, Service, StepRef } from '../decision.ts';
import { isHeld } from './holds.ts';

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
    (known) => known.actual === 'active' && !known.stoppedByUs && known.refused?.act !== 'stop',
  );
}

/** Subscriptions we stopped that no hold keeps off any longer and that Microsoft has not refused to start. */
export function startable(account: Account): readonly SubscriptionState[] {
  return liveSubscriptions(account).filter(
    (known) =>
      known.stoppedByUs &&
      known.actual === 'suspended' &&
      !isHeld(account, known.subscription) &&
      known.refused?.act !== 'start',
  );
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

/** One stop per subscription that a hold wants off; `step` is the rung that this carries out, if any. */
export function stopEffects(list: readonly SubscriptionState[], step: StepRef | null): readonly Effect[] {
  return list.map((known) => {
    const entry = known.stops + 1;
    return {
      kind: 'stop',
      key: `stop/${known.subscription}/${entry}.${known.retries}`,
      subscription: known.subscription,
      entry,
      step,
    };
  });
}

/** Orders to place, stops and starts that bring what is actual to what is wanted. */
export function serviceEffects(account: Account): readonly Effect[] {
  const effects: Effect[] = [];
  for (const known of account.subscriptions.values()) {
    if (known.actual === 'ordering' && !known.ended && known.refused === null) {
      const { subscription, offer, quantity, retries } = known;
      effects.push({ kind: 'order', key: `order/${subscription}/${retries}`, subscription, offer, quantity });
    }
  }
  effects.push(
    ...stopEffects(
      stoppable(account).filter((known) => isHeld(account, known.subscription)),
      null,
    ),
  );
  for (const known of startable(account)) {
    effects.push({
      kind: 'start',
      key: `start/${known.subscription}/${known.stops}.${known.retries}`,
      subscription: known.subscription,
      entry: known.stops,
    });
  }
  return effects;
}
