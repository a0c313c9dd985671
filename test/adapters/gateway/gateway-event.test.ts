import { describe, expect, test } from 'vitest';
import { gatewayEventOf } from '../../../adapters/gateway/gateway-event.ts';
import { money } from '../../../domain/money.ts';

const event = (type: string, object: object) => ({
  id: 'evt_1',
  object: 'event',
  type,
  created: 1_795_000_000,
  data: { object },
});

const intent = {
  id: 'pi_1',
  amount: 124_000,
  amount_received: 124_000,
  currency: 'pln',
  metadata: { customer: 'cus_1', prepayment: 'pre_1' },
};
const session = {
  id: 'cs_1',
  payment_intent: 'pi_1',
  payment_status: 'paid',
  amount_total: 124_000,
  currency: 'pln',
  metadata: { prepayment: 'pre_1' },
};
const dispute = {
  id: 'dp_1',
  payment_intent: { id: 'pi_1' },
  amount: 124_000,
  currency: 'pln',
  reason: 'fraudulent',
  status: 'needs_response',
};

describe('an event of the gateway', () => {
  test('about a settled payment carries what was received', () => {
    expect(gatewayEventOf(event('payment_intent.succeeded', { ...intent, amount_received: 100_000 }))).toEqual({
      id: 'evt_1',
      type: 'payment.settled',
      sourceType: 'payment_intent.succeeded',
      paymentId: 'pi_1',
      checkoutId: null,
      disputeId: null,
      amount: money(100_000n, 'PLN'),
      metadata: { customer: 'cus_1', prepayment: 'pre_1' },
      reason: null,
      outcome: null,
      at: 1_795_000_000_000,
    });
  });

  test('about a failed payment carries the decline code', () => {
    const failed = {
      ...intent,
      amount_received: 0,
      last_payment_error: { code: 'card_declined', decline_code: 'insufficient_funds' },
    };
    expect(gatewayEventOf(event('payment_intent.payment_failed', failed))).toMatchObject({
      type: 'payment.failed',
      amount: money(124_000n, 'PLN'),
      reason: 'insufficient_funds',
    });
  });

  test('about a checkout is a settlement only once it is paid', () => {
    expect(gatewayEventOf(event('checkout.session.completed', session))).toMatchObject({
      type: 'payment.settled',
      paymentId: 'pi_1',
      checkoutId: 'cs_1',
    });
    const unpaid = gatewayEventOf(event('checkout.session.completed', { ...session, payment_status: 'unpaid' }));
    expect(unpaid).toMatchObject({ type: 'other', checkoutId: 'cs_1' });
    expect(gatewayEventOf(event('checkout.session.async_payment_succeeded', session)).type).toBe('payment.settled');
    expect(gatewayEventOf(event('checkout.session.async_payment_failed', session)).type).toBe('payment.failed');
  });

  test('about a dispute names the payment, and at its end who won', () => {
    expect(gatewayEventOf(event('charge.dispute.created', dispute))).toMatchObject({
      type: 'payment.disputed',
      paymentId: 'pi_1',
      disputeId: 'dp_1',
      reason: 'fraudulent',
      outcome: null,
    });
    const closed = (status: string) => gatewayEventOf(event('charge.dispute.closed', { ...dispute, status }));
    expect(closed('lost')).toMatchObject({ type: 'dispute.closed', outcome: 'lost' });
    expect(closed('won').outcome).toBe('won');
    expect(closed('warning_closed').outcome).toBe('won');
  });

  test('that concerns no payment of ours is other, whatever it holds', () => {
    expect(gatewayEventOf(event('customer.created', { id: 'cus_x', anything: [1, 2] }))).toMatchObject({
      type: 'other',
      paymentId: null,
    });
  });

  test('that lacks what it must have is malformed, not half read', () => {
    const malformed: unknown = expect.objectContaining({ kind: 'malformed' });
    expect(() => gatewayEventOf(event('payment_intent.succeeded', { ...intent, currency: undefined }))).toThrow(
      malformed,
    );
    expect(() => gatewayEventOf({ id: 'evt_1' })).toThrow(malformed);
    expect(() => gatewayEventOf(event('payment_intent.succeeded', { ...intent, amount_received: 12.5 }))).toThrow(
      malformed,
    );
  });
});
