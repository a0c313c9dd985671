import type { GatewayEvent } from '../../adapters/gateway/port.ts';
import { commitChange } from '../../db/commit-change.ts';
import { findCustomer } from '../../db/customers.ts';
import { findPaymentsKnownAs, type PaymentRecord } from '../../db/lists/payments.ts';
import { Refusal } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import { reverse } from '../money/reverse.ts';
import { outcomeOf } from '../outcome.ts';
import { gatewayRequestOf } from './gateway-request.ts';
import type { Handled } from './handled.ts';
import { takeSettled } from './settle-payment.ts';

/** A dispute may overtake the payment it is about; after a day there is no such payment. */
const WAIT_FOR_PAYMENT_MS = 24 * 3_600_000;

/**
 * The cardholder takes money back: the debt is open again. Only a part of a payment is a person's task: to open all of
 * the debt for it would dun a customer for what he has paid.
 */
export async function chargeBack(deps: ApiDeps, event: GatewayEvent): Promise<Handled> {
  const payment = await disputedPayment(deps, event);
  if (payment === null) return 'ignored';
  if (payment.state === 'reversed' || payment.state === 'returned') return 'known';
  if (payment.customerId !== null && event.amount !== null && event.amount.minor !== payment.amount)
    return await askPerson(deps, event, payment.customerId, payment.id);
  const evidence = { dispute: event.disputeId, payment: payment.id, reason: event.reason };
  const request = gatewayRequestOf(deps, event);
  const made = await reverse(deps.db, request, payment, { kind: 'chargeback', reason: null, evidence });
  await outcomeOf(deps, made);
  return 'applied';
}

/** A dispute that was won brings the money back as a payment of its own; one that was lost changes nothing any more. */
export async function closeDispute(deps: ApiDeps, event: GatewayEvent): Promise<Handled> {
  const payment = await disputedPayment(deps, event);
  const { outcome, disputeId, amount } = event;
  if (payment === null || outcome !== 'won' || disputeId === null || amount === null) return 'ignored';
  if (payment.state !== 'reversed' && payment.state !== 'returned') return 'ignored';
  if ((await findPaymentsKnownAs(deps.db, disputeId)).length > 0) return 'known';
  const customer = payment.customerId === null ? undefined : await findCustomer(deps.db, payment.customerId);
  const { prepaymentId: prepayment } = payment;
  return await takeSettled(deps, event, { externalId: disputeId, amount, customer: customer ?? null, prepayment });
}

/** @throws Refusal `unavailable` while the payment may still be on its way: the gateway sends the event again */
async function disputedPayment({ db, now }: ApiDeps, event: GatewayEvent): Promise<PaymentRecord | null> {
  if (event.paymentId === null) return null;
  const [payment] = await findPaymentsKnownAs(db, event.paymentId);
  if (payment !== undefined) return payment;
  if (now() - event.at > WAIT_FOR_PAYMENT_MS) return null;
  throw new Refusal('unavailable', 'the payment that the dispute is about is not on record yet');
}

async function askPerson(deps: ApiDeps, event: GatewayEvent, customer: string, payment: string): Promise<Handled> {
  const { before, ...request } = gatewayRequestOf(deps, event);
  const { operationId } = await commitChange(deps.db, { ...request, customer, because: 'dispute' }, async (change) => {
    await before?.(change.trx);
    const task = change.newId('tsk');
    const key = `partialChargeback/${event.disputeId}`;
    const body = { task, key, what: 'partialChargeback' };
    change.record([{ kind: 'task.opened', effectiveOn: change.today, body }]);
    change.audit('payment.disputed', { payment, dispute: event.disputeId, reason: event.reason });
  });
  await outcomeOf(deps, { shown: payment, customerId: customer, operationId });
  return 'applied';
}
