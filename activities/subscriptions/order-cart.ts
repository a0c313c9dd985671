import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import type { CartLine, LineOutcome } from '../../adapters/partner-orders/port.ts';
import type { CartEffect } from '../../domain/decision.ts';
import type { CartLineOutcome, EffectOutcome } from '../../domain/outcomes.ts';
import { orderTerms } from '../../domain/service/order-terms.ts';
import type { ActivityDeps } from '../deps.ts';
import type { PassedGate } from '../life/gate.ts';
import { VISIBLE_AFTER_MS } from './order-subscription.ts';

/** Contract section 17: the cart is not there, or not any more. */
const CART_GONE = '800008';

type CartDeps = Pick<ActivityDeps, 'db' | 'partnerOrders'>;

/**
 * Buys several lines through one cart. The cart's id is kept before it is checked out: a second try, even by another process
 * days later, checks out that very cart, and Microsoft answers with what it made of it the first time. A cart that is gone may
 * have been bought, so another one is never made in its place: a person looks.
 */
export async function orderCart(deps: CartDeps, passed: PassedGate, effect: CartEffect): Promise<EffectOutcome> {
  const tenantId = passed.account.traits.tenant;
  if (tenantId === null) return { kind: 'refused', code: 'noTenant' };
  const requestId = `${passed.customerId}/${effect.key}`;
  const cart = passed.cart ?? (await made(deps, passed, effect, tenantId, requestId));
  const outcomes = await deps.partnerOrders.checkOut(tenantId, cart, requestId).catch((error: unknown) => {
    if (error instanceof PartnerCenterError && error.code === CART_GONE) return null;
    throw error;
  });
  if (outcomes === null) return { kind: 'refused', code: 'cartGone' };
  const ended = effect.lines.map(({ subscription }, place) => lineOutcome(subscription, outcomes[place]));
  return ended.every((line) => line !== null)
    ? { kind: 'cartOrdered', lines: ended }
    : { kind: 'deferred', until: passed.now + VISIBLE_AFTER_MS };
}

async function currentLines(
  { partnerOrders }: CartDeps,
  tenantId: string,
  { lines }: CartEffect,
): Promise<readonly CartLine[]> {
  const current: CartLine[] = [];
  for (const { offer, quantity, ...terms } of lines) {
    const offerId = await partnerOrders.currentOffer(tenantId, offer);
    current.push({ offerId, quantity, ...orderTerms(offerId, terms) });
  }
  return current;
}

async function made(
  deps: CartDeps,
  { customerId }: PassedGate,
  effect: CartEffect,
  tenantId: string,
  requestId: string,
): Promise<string> {
  const lines = await currentLines(deps, tenantId, effect);
  const { cartId } = await deps.partnerOrders.makeCart(tenantId, lines, requestId);
  await deps.db
    .updateTable('effect')
    .set({ outcome: JSON.stringify({ cart: cartId }) })
    .where('customer_id', '=', customerId)
    .where('effect_key', '=', effect.key)
    .execute();
  return cartId;
}

/** Null for a line that is bought and whose subscription does not show yet. */
function lineOutcome(subscription: string, outcome: LineOutcome | undefined): CartLineOutcome | null {
  if (outcome === undefined || outcome.kind === 'refused')
    return { subscription, code: outcome?.code ?? 'line_not_found' };
  return outcome.subscriptionId === null ? null : { subscription, microsoftId: outcome.subscriptionId };
}
