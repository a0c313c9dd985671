import { GatewayError, type PaymentMethodView } from '../../adapters/gateway/port.ts';
import type { Change } from '../../db/change.ts';
import type { Account } from '../../domain/account/account.ts';
import { Refusal } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import { type InstrumentState, judgeInstrument } from '../gateway/judge-instrument.ts';
import { shareInstrument } from '../kyc/share-trait.ts';

/**
 * What a payment was made with, by the gateway's own word (practices 14 and 26: judged again at each payment). Null where the
 * gateway knows no such payment, which a person sees to as well.
 * @throws Refusal `unavailable` while the gateway does not answer: it sends the event again
 */
export async function paidWith(
  { gateway }: Pick<ApiDeps, 'gateway'>,
  paymentId: string,
): Promise<PaymentMethodView | null> {
  try {
    return await gateway.readPaidWith(paymentId);
  } catch (error) {
    if (error instanceof GatewayError && error.kind === 'notFound') return null;
    throw new Refusal('unavailable', 'what the payment was made with cannot be read now');
  }
}

/**
 * Whether money that came this way may be used. A card counts by its funding, unless a person has decided about this very
 * card; what a bank pushed or debited is a bank's money. What is not known is looked at by a person.
 */
export function judgePayment({ instruments }: Account, method: PaymentMethodView | null): InstrumentState {
  if (method === null || method.kind === 'other') return 'review';
  if (method.kind !== 'card') return 'accepted';
  const { funding, state } = judgeInstrument(method);
  const known = instruments.find((one) => one.gatewayPaymentMethod === method.id);
  return known?.funding === funding ? known.state : state;
}

/**
 * Records what a held payment was made with: the instrument, so that it is never charged, and a task. The money has arrived
 * and nobody owns it yet: it settles no prepayment and pays no invoice, until a person gives it back or matches it.
 */
export async function recordHeld(
  change: Change,
  method: PaymentMethodView | null,
  held: { readonly payment: string; readonly verdict: InstrumentState; readonly wallNow: number },
): Promise<void> {
  const { payment, verdict, wallNow } = held;
  const effectiveOn = change.today;
  if (method !== null && !change.account.instruments.some((one) => one.gatewayPaymentMethod === method.id)) {
    const { funding, state } = judgeInstrument(method);
    const body = { instrument: change.newId('ins'), funding, state, gatewayPaymentMethod: method.id };
    change.record([{ kind: 'instrument.recorded', effectiveOn, body }]);
  }
  const task = { task: change.newId('tsk'), key: `heldPayment/${payment}`, what: 'heldPayment' };
  change.record([{ kind: 'task.opened', effectiveOn, body: task }]);
  change.audit('payment.held', { payment, verdict, kind: method?.kind ?? null, funding: method?.funding ?? null });
  if (method !== null) await shareInstrument(change, method, wallNow);
}
