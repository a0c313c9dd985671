import { addDays, type Day } from '../../domain/calendar/day.ts';
import type { Role } from '../../db/tables/machinery-tables.ts';
import type { Story } from './people.ts';

/** What a story does to its customer: calls of the API by role, and time. */
export interface SampleLife {
  readonly customer: string;
  readonly externalId: string;
  readonly startsOn: Day;
  /** A path below the customer, or from `/v1/` on. */
  post(role: Role, path: string, body: unknown): Promise<Readonly<Record<string, unknown>>>;
  today(): Promise<Day>;
  advanceDays(days: number): Promise<void>;
  microsoftFault(fault: Readonly<Record<string, unknown>>): Promise<void>;
}

const pln = (amount: string) => ({ amount, currency: 'PLN' });

/** Lives one customer's story until about today. */
export async function live(life: SampleLife, story: Story): Promise<void> {
  switch (story) {
    case 'applied':
      return;
    case 'verifying':
      return await agree(life);
    case 'refused':
      await agree(life);
      await life.post('analyst', '/onboarding/verification', {
        outcome: 'failed',
        checkedBy: 'Anna Nowak',
        note: 'not in the register',
      });
      return;
    case 'awaitingPrepayment':
      await onboard(life);
      return;
    case 'prepaid':
      return await prepaid(life);
    case 'paysOnTime':
      await invoiceAndAdvance(life, '1', '930.00', 10);
      await pay(life, '1', '930.00');
      await invoiceAndAdvance(life, '2', '1240.00', 5);
      return;
    case 'dunned':
      await invoiceAndAdvance(life, '1', '1240.00', 34);
      return;
    case 'disputing': {
      const invoice = await invoiceAndAdvance(life, '1', '2460.00', 20);
      await life.post('collector', '/disputes', { invoice, amount: pln('615.00'), reason: 'five licences too many' });
      return await life.advanceDays(12);
    }
    case 'promising': {
      await invoiceAndAdvance(life, '1', '860.00', 25);
      const today = await life.today();
      await life.post('collector', '/promises', { amount: pln('860.00'), dueOn: addDays(today, 14) });
      return await life.advanceDays(4);
    }
    case 'suspended':
      await invoiceAndAdvance(life, '1', '3100.00', 66);
      return;
    case 'reinstating':
      await invoiceAndAdvance(life, '1', '1550.00', 66);
      // Microsoft asks us to come back in a day: the customer sees a service that is on its way.
      await life.microsoftFault({ kind: 'throttle', retryAfter: 86_400, times: 1 });
      await pay(life, '1', '1550.00');
      return;
    case 'fraudHold':
      await invoiceAndAdvance(life, '1', '400.00', 5);
      await life.post('analyst', '/holds', { reason: 'fraud', scope: 'account', note: 'card reported stolen' });
      return;
    case 'terminating':
      await invoiceAndAdvance(life, '1', '780.00', 20);
      await life.post('operator', '/offboarding', { reason: 'moves to another partner', on: await life.today() });
      return;
    case 'closed':
      await life.advanceDays(10);
      await life.post('operator', '/offboarding', { reason: 'the theatre closes', on: await life.today() });
      return;
  }
}

async function agree(life: SampleLife): Promise<void> {
  await life.post('operator', '/onboarding/agreement', {
    signedBy: 'Jan Kowalski',
    signedAt: `${life.startsOn}T06:00:00Z`,
  });
}

/** Everything but the money: agreement, verification, budget, a good card, and the request for the prepayment. */
async function onboard(life: SampleLife, card = 'pm_card_visa'): Promise<string> {
  await agree(life);
  await life.post('analyst', '/onboarding/verification', {
    outcome: 'passed',
    checkedBy: 'Anna Nowak',
    note: 'register and VAT list read',
  });
  await life.post('operator', '/onboarding/budget', {
    monthly: pln('1000.00'),
    expectedUsers: 12,
    expectedLocations: ['PL'],
    notes: 'office work',
  });
  await life.post('finance', '/payment-instruments', { gatewayPaymentMethod: card });
  const { bankReference } = await life.post('finance', '/prepayments', { amount: pln('1000.00') });
  return String(bankReference);
}

async function prepaid(life: SampleLife): Promise<void> {
  const reference = await onboard(life, 'pm_card_mastercard');
  const receivedOn = await life.today();
  await life.post('finance', '/v1/payments', {
    customer: life.customer,
    amount: pln('1000.00'),
    method: 'bankTransfer',
    receivedOn,
    reference,
    externalId: `${life.externalId}/prepayment`,
  });
  await life.post('operator', '/subscriptions', { offer: 'CFQ7TTC0LH18:0001:CFQ7TTC0K18P', quantity: 12 });
  await invoiceAndAdvance(life, '1', '640.00', 12);
}

async function invoiceAndAdvance(life: SampleLife, number: string, total: string, days: number): Promise<string> {
  const issuedOn = await life.today();
  const { id } = await life.post('finance', '/v1/invoices', {
    customer: life.customer,
    number: `${life.externalId}/${number}`,
    issuedOn,
    dueOn: addDays(issuedOn, 14),
    currency: 'PLN',
    total: pln(total),
  });
  await life.advanceDays(days);
  return String(id);
}

async function pay(life: SampleLife, number: string, amount: string): Promise<void> {
  const receivedOn = await life.today();
  await life.post('finance', '/v1/payments', {
    customer: life.customer,
    amount: pln(amount),
    method: 'bankTransfer',
    receivedOn,
    reference: `${life.externalId}/${number}`,
    externalId: `${life.externalId}/payment-${number}`,
  });
}
