import { MailError } from '../../adapters/mail/port.ts';
import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import type { EffectOutcome } from '../../domain/outcomes.ts';
import type { ActivityDeps } from '../deps.ts';
import { sendNotice } from '../notices/send-notice.ts';
import { chargeCard } from '../payments/charge-card.ts';
import { changeQuantity } from '../subscriptions/change-quantity.ts';
import { endSubscription } from '../subscriptions/end-subscription.ts';
import { findOut } from '../subscriptions/find-out.ts';
import { orderCart } from '../subscriptions/order-cart.ts';
import { orderSubscription } from '../subscriptions/order-subscription.ts';
import { startSubscription } from '../subscriptions/start-subscription.ts';
import { stopSubscription } from '../subscriptions/stop-subscription.ts';
import type { PassedGate } from './gate.ts';
import { subscriptionAct } from './subscription-act.ts';

/** Longer than this an effect does not wait inside an activity: it ends as deferred and the life sleeps. */
const LONGEST_WAIT_MS = 60_000;
/** So many tries are Temporal's; then the life looks again later, and what is due besides is not held up. */
const TRIES = 3;
const LOOK_AGAIN_MS = 5 * 60_000;

/** Does the one thing that the effect says, and reads back what came of it. */
export async function act(deps: ActivityDeps, passed: PassedGate, attempt: number): Promise<EffectOutcome> {
  try {
    return await once(deps, passed);
  } catch (error) {
    return outcomeOf(error, passed.now, attempt);
  }
}

async function once(deps: ActivityDeps, passed: PassedGate): Promise<EffectOutcome> {
  const { effect } = passed;
  if (effect.kind === 'notice') return await sendNotice(deps.mailer, deps.mailFrom.address, passed.frozen);
  if (effect.kind === 'charge') return await chargeCard(deps.gateway, passed, effect);
  if (effect.kind === 'order') return await orderSubscription(deps, passed, effect);
  if (effect.kind === 'cart') return await orderCart(deps, passed, effect);
  const one = subscriptionAct(deps, passed, effect.subscription);
  if (one === null) return { kind: 'refused', code: 'noTenant' };
  if (!passed.wanted) return await findOut(one, effect);
  switch (effect.kind) {
    case 'quantity':
      return await changeQuantity(one, effect.quantity);
    case 'stop':
      return await stopSubscription(one);
    case 'start':
      return await startSubscription(one);
    case 'end':
      return await endSubscription(one, passed.now);
  }
}

/**
 * What is refused for good is an outcome and a person's task; what says when it will pass is waited for; what was not
 * done because the other side is away is tried a few times and then left for later. Only a doubt is tried without end,
 * because it must be known.
 */
function outcomeOf(error: unknown, now: Instant, attempt: number): EffectOutcome {
  const later: EffectOutcome = { kind: 'deferred', until: now + LOOK_AGAIN_MS };
  if (error instanceof MailError && error.kind === 'temporary' && attempt >= TRIES) return later;
  if (!(error instanceof PartnerCenterError)) throw error;
  switch (error.kind) {
    case 'refused':
    case 'notFound':
    case 'conflict':
    case 'unauthorized':
      return { kind: 'refused', code: error.code ?? error.kind };
    case 'throttled':
      if ((error.retryAfterMs ?? 0) > LONGEST_WAIT_MS)
        return { kind: 'deferred', until: now + (error.retryAfterMs ?? 0) };
      throw error;
    case 'unavailable':
      if (attempt >= TRIES) return later;
      throw error;
    default:
      throw error;
  }
}
