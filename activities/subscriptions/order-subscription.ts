import type { PartnerCenter } from '../../adapters/partner-center/port.ts';
import type { Effect } from '../../domain/decision.ts';
import type { EffectOutcome } from '../../domain/outcomes.ts';
import type { PassedGate } from '../life/gate.ts';

/** How long to wait for a subscription that Microsoft shows late (contract section 5.3: up to 15 minutes). */
const VISIBLE_AFTER_MS = 5 * 60_000;

/** Orders one line. The order's request id is the effect's, so that the order placed before a crash is the same order. */
export async function orderSubscription(
  partnerCenter: PartnerCenter,
  passed: PassedGate,
  effect: Extract<Effect, { kind: 'order' }>,
): Promise<EffectOutcome> {
  const tenantId = passed.account.traits.tenant;
  if (tenantId === null) return { kind: 'refused', code: 'noTenant' };
  const order = { offerId: effect.offer, quantity: effect.quantity, ...termsOf(effect.offer) };
  const placed = await partnerCenter.placeOrder(tenantId, order, `${passed.customerId}/${effect.key}`);
  return placed.subscriptionId === null
    ? { kind: 'deferred', until: passed.now + VISIBLE_AFTER_MS }
    : { kind: 'ordered', microsoftId: placed.subscriptionId };
}

/** An Azure plan is bought once and without a term (contract section 5.1); licences are sold by the year, billed monthly. */
function termsOf(offer: string): { readonly billingCycle: string; readonly termDuration?: 'P1Y' } {
  return offer.startsWith('DZH318Z0BPS6')
    ? { billingCycle: 'one_time' }
    : { billingCycle: 'monthly', termDuration: 'P1Y' };
}
