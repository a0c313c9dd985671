import type Stripe from 'stripe';
import type { CardFunding, PaymentMethodKind, PaymentMethodView } from './port.ts';

const kinds: ReadonlyMap<string, PaymentMethodKind> = new Map([
  ['card', 'card'],
  ['sepa_debit', 'sepaDebit'],
  ['blik', 'blik'],
  ['customer_balance', 'bankTransfer'],
]);

const fundings: ReadonlyMap<string, CardFunding> = new Map(
  (['credit', 'debit', 'prepaid'] as const).map((funding) => [funding, funding]),
);

/** Last day of the month printed on the card. */
function lastDayOf(year: number, month: number): string {
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

export function paymentMethodView(method: Stripe.PaymentMethod): PaymentMethodView {
  const { card, sepa_debit: debit } = method;
  return Object.freeze({
    id: method.id,
    kind: kinds.get(method.type) ?? 'other',
    // A card without a known funding goes to a person (practice 14): never read as "not prepaid".
    funding: card ? (fundings.get(card.funding) ?? 'unknown') : null,
    fingerprint: card?.fingerprint ?? debit?.fingerprint ?? null,
    country: card?.country ?? debit?.country ?? null,
    expiresOn: card ? lastDayOf(card.exp_year, card.exp_month) : null,
  });
}
