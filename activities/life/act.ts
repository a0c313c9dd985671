import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import type { EffectOutcome } from '../../domain/outcomes.ts';
import type { ActivityDeps } from '../deps.ts';
import { sendNotice } from '../notices/send-notice.ts';
import { chargeCard } from '../payments/charge-card.ts';
import { endSubscription } from '../subscriptions/end-subscription.ts';
import { orderSubscription } from '../subscriptions/order-subscription.ts';
import { startSubscription } from '../subscriptions/start-subscription.ts';
import { stopSubscription } from '../subscriptions/stop-subscription.ts';
import type { PassedGate } from './gate.ts';
import { subscriptionAct } from './subscription-act.ts';

/** Longer than this an effect does not wait inside an activity: it ends as deferred and the life sleeps. */
const LONGEST_WAIT_MS = 60_000;

/** Does the one thing that the effect says, and reads back what came of it. */
export async function act(deps: ActivityDeps, passed: PassedGate): Promise<EffectOutcome> {
  const { effect } = passed;
  switch (effect.kind) {
    case 'notice':
      return await sendNotice(deps.mailer, deps.mailFrom.address, passed.frozen);
    case 'charge':
      return await chargeCard(deps.gateway, passed, effect);
    default:
      return await atMicrosoft(deps, passed, effect);
  }
}

async function atMicrosoft(
  deps: ActivityDeps,
  passed: PassedGate,
  effect: Exclude<PassedGate['effect'], { kind: 'notice' | 'charge' }>,
): Promise<EffectOutcome> {
  try {
    if (effect.kind === 'order') return await orderSubscription(deps.partnerCenter, passed, effect);
    const one = subscriptionAct(deps, passed, effect.subscription);
    if (one === null) return { kind: 'refused', code: 'noTenant' };
    switch (effect.kind) {
      case 'stop':
        return await stopSubscription(one);
      case 'start':
        return await startSubscription(one);
      case 'end':
        return await endSubscription(one, passed.now);
    }
  } catch (error) {
    return outcomeOf(error, passed.now);
  }
}

/** What Microsoft refuses for good is an outcome and a person's task; what will pass is waited for; the rest is tried again. */
function outcomeOf(error: unknown, now: number): EffectOutcome {
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
    default:
      throw error;
  }
}
