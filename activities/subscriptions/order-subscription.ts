import type { Effect } from '../../domain/decision.ts';
import type { EffectOutcome } from '../../domain/outcomes.ts';
import { orderTerms } from '../../domain/service/order-terms.ts';
import type { ActivityDeps } from '../deps.ts';
import type { PassedGate } from '../life/gate.ts';

/** How long to wait for a subscription that Microsoft shows late (contract section 5.3: up to 15 minutes). */
export const VISIBLE_AFTER_MS = 5 * 60_000;

/**
 * Orders one line, under the availability that is sold at this moment. The order's request id is the effect's, so that the
 * order placed before a crash is the same order.
 */
export async function orderSubscription(
  { partnerCenter, partnerOrders }: Pick<ActivityDeps, 'partnerCenter' | 'partnerOrders'>,
  passed: PassedGate,
  effect: Extract<Effect, { kind: 'order' }>,
): Promise<EffectOutcome> {
  const tenantId = passed.account.traits.tenant;
  if (tenantId === null) return { kind: 'refused', code: 'noTenant' };
  const offerId = await partnerOrders.currentOffer(tenantId, effect.offer);
  const order = { offerId, quantity: effect.quantity, ...orderTerms(offerId, effect.terms) };
  const placed = await partnerCenter.placeOrder(tenantId, order, `${passed.customerId}/${effect.key}`);
  return placed.subscriptionId === null
    ? { kind: 'deferred', until: passed.now + VISIBLE_AFTER_MS }
    : { kind: 'ordered', microsoftId: placed.subscriptionId };
}
