import { z } from 'zod';
import { countHistory } from '../counts/history-counts.ts';
import { registerCustomer } from './customer.ts';
import type { Scenario } from './scenario.ts';

const BUDGET = { amount: '1500.00', currency: 'PLN' };
const answer = z.object({});
const asked = z.object({ bankReference: z.string() });

/** From the first contact to the first day on which the customer may order, on the live clock. */
export const onboarding: Scenario = {
  name: 'onboarding',
  story: 'registered, 5 commands (agreement, verification, budget, card, prepayment), 1 request mail, 1 settlement',
  limit: { events: 60, transitions: 18 },
  async live(home) {
    const customer = await registerCustomer(home, null, 'standard');
    const signed = { signedBy: 'Anna Kowalska', signedAt: '2026-01-02T10:00:00Z' };
    await customer.post('operator', '/onboarding/agreement', signed, answer);
    await customer.post('analyst', '/onboarding/verification', { outcome: 'passed', checkedBy: 'Jan Nowak' }, answer);
    await customer.post('operator', '/onboarding/budget', { monthly: BUDGET }, answer);
    await customer.post('finance', '/payment-instruments', { gatewayPaymentMethod: 'pm_card_visa' }, answer);
    const { bankReference } = await customer.post('finance', '/prepayments', { amount: BUDGET }, asked);
    // The money comes days later, never while the mail that asks for it is being sent.
    await customer.settled();
    await customer.pay(BUDGET.amount, bankReference);
    await customer.settled();
    await customer.mustBe({ phase: 'active', service: 'none' });
    return await countHistory(home.client, customer.id);
  },
};
