/** What happens when a card is charged. */
export type CardOutcome =
  | { readonly kind: 'paid' }
  | { readonly kind: 'declined'; readonly code: string; readonly declineCode: string; readonly message: string }
  /** Only a person at the keyboard can pay with it. */
  | { readonly kind: 'authenticationRequired' }
  /** Paid, and charged back at once. */
  | { readonly kind: 'disputed'; readonly reason: string };

type Funding = 'credit' | 'debit' | 'prepaid' | 'unknown';

export interface TestCard {
  readonly brand: string;
  readonly funding: Funding;
  readonly country: string;
  readonly number: string;
  readonly outcome: CardOutcome;
}

const PAID: CardOutcome = { kind: 'paid' };

function declined(declineCode: string, message: string, code = 'card_declined'): CardOutcome {
  return { kind: 'declined', code, declineCode, message };
}

function visa(number: string, outcome: CardOutcome): TestCard {
  return { brand: 'visa', funding: 'credit', country: 'US', number, outcome };
}

const GENERIC = declined('generic_decline', 'Your card was declined.');

/** Stripe's test payment methods, `pm_card_…` and `tok_…`; those it lacks are marked. */
const CARDS: Readonly<Record<string, TestCard>> = {
  visa: visa('4242424242424242', PAID),
  visa_debit: { brand: 'visa', funding: 'debit', country: 'US', number: '4000056655665556', outcome: PAID },
  // Not at Stripe: a prepaid Visa.
  visa_prepaid: { brand: 'visa', funding: 'prepaid', country: 'US', number: '4000000000005126', outcome: PAID },
  mastercard: { brand: 'mastercard', funding: 'credit', country: 'US', number: '5555555555554444', outcome: PAID },
  mastercard_debit: { brand: 'mastercard', funding: 'debit', country: 'US', number: '5200828282828210', outcome: PAID },
  mastercard_prepaid: {
    brand: 'mastercard',
    funding: 'prepaid',
    country: 'US',
    number: '5105105105105100',
    outcome: PAID,
  },
  pl: { brand: 'visa', funding: 'credit', country: 'PL', number: '4000006160000005', outcome: PAID },
  // Not at Stripe: a card whose funding the network does not tell.
  unknown: { brand: 'visa', funding: 'unknown', country: 'US', number: '4000000000000069', outcome: PAID },
  chargeDeclined: visa('4000000000000002', GENERIC),
  visa_chargeDeclined: visa('4000000000000002', GENERIC),
  visa_chargeDeclinedInsufficientFunds: visa(
    '4000000000009995',
    declined('insufficient_funds', 'Your card has insufficient funds.'),
  ),
  visa_chargeDeclinedLostCard: visa('4000000000009987', declined('lost_card', 'Your card was declined.')),
  visa_chargeDeclinedStolenCard: visa('4000000000009979', declined('stolen_card', 'Your card was declined.')),
  chargeDeclinedInsufficientFunds: visa(
    '4000000000009995',
    declined('insufficient_funds', 'Your card has insufficient funds.'),
  ),
  chargeDeclinedExpiredCard: visa(
    '4000000000000069',
    declined('expired_card', 'Your card has expired.', 'expired_card'),
  ),
  chargeDeclinedIncorrectCvc: visa(
    '4000000000000127',
    declined('incorrect_cvc', "Your card's security code is incorrect.", 'incorrect_cvc'),
  ),
  chargeDeclinedProcessingError: visa(
    '4000000000000119',
    declined(
      'processing_error',
      'An error occurred while processing your card. Try again in a little bit.',
      'processing_error',
    ),
  ),
  chargeDeclinedFraudulent: visa('4100000000000019', declined('fraudulent', 'Your card was declined.')),
  chargeCustomerFail: visa('4000000000000341', GENERIC),
  authenticationRequired: visa('4000002760003184', { kind: 'authenticationRequired' }),
  createDispute: visa('4000000000000259', { kind: 'disputed', reason: 'fraudulent' }),
  createDisputeProductNotReceived: visa('4000000000002685', { kind: 'disputed', reason: 'product_not_received' }),
};

/** The card of a test token (`pm_card_visa`, `tok_visa`), or undefined. */
export function cardOfToken(token: string): TestCard | undefined {
  const name = /^(?:pm_card_|tok_)(.+)$/.exec(token)?.[1];
  return name === undefined ? undefined : Object.entries(CARDS).find(([key]) => key === name)?.[1];
}

/** The card with this number; any other number is a good credit card. */
export function cardOfNumber(number: string): TestCard {
  return Object.values(CARDS).find((card) => card.number === number) ?? visa(number, PAID);
}
