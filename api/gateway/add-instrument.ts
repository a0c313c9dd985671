import { createHash } from 'node:crypto';
import type { Gateway, PaymentMethodView } from '../../adapters/gateway/port.ts';
import type { Change } from '../../db/change.ts';
import { commitChange } from '../../db/commit-change.ts';
import { fingerprintStatement } from '../../db/lists/payment-instruments.ts';
import { Refusal } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import { shareInstrument } from '../kyc/share-trait.ts';
import { moneyRequestOf } from '../money/money-request.ts';
import type { Made } from '../outcome.ts';
import { requireMatch } from '../resource.ts';
import { customerBy, customerResource } from '../resources/customer.ts';
import { unknownReference } from '../resources/named.ts';
import type { WriteContext } from '../write.ts';
import { gatewayRefusal, isRefusedByGateway } from './gateway-refusal.ts';
import { judgeInstrument } from './judge-instrument.ts';

const HIGH_RISK = { code: 'high_risk_instrument', detail: 'prepaid cards are not accepted' } as const;

/** The key of the task that asks a person about an instrument. */
export function reviewTask(instrument: string): string {
  return `reviewInstrument/${instrument}`;
}

/**
 * Registers an instrument that the customer has left with the gateway. A refused one is recorded as well: that it was
 * tried is a sign of risk, and the next one who looks must see it.
 * @throws Refusal `unknown_reference`, `conflict` when it is on record, `gateway_failed`
 */
export async function addInstrument(
  deps: ApiDeps,
  context: WriteContext,
  { gatewayPaymentMethod }: { readonly gatewayPaymentMethod: string },
): Promise<Made> {
  const { id: customer } = await customerBy(deps.db, context.params['customer'] ?? '');
  context.about(customer);
  const method = await readMethod(deps.gateway, gatewayPaymentMethod);
  const request = { ...moneyRequestOf(deps, context), customer, because: 'paymentInstrument' };
  const { result, operationId } = await commitChange(deps.db, request, async (change) => {
    const load = () => customerResource.load(change.trx, customer, request.wallNow);
    await requireMatch(customerResource, context.ifMatch, load);
    const { shown, state } = record(change, method);
    await shareInstrument(change, method, request.wallNow);
    return { shown, customerId: customer, ...(state === 'refused' ? { refused: HIGH_RISK } : {}) };
  });
  return { ...result, operationId };
}

/** @throws Refusal `unknown_reference`, `gateway_failed` */
async function readMethod(gateway: Gateway, id: string): Promise<PaymentMethodView> {
  try {
    return await gateway.readPaymentMethod(id);
  } catch (error) {
    if (!isRefusedByGateway(error)) throw gatewayRefusal(error);
    throw unknownReference('the gateway knows no such payment method', '/gatewayPaymentMethod');
  }
}

/** Answers what is on record; one that was refused before is refused again, and recorded once. */
function record(
  change: Change,
  method: PaymentMethodView,
): { readonly shown: string; readonly state: 'accepted' | 'refused' | 'review' } {
  const known = change.account.instruments.find((one) => one.gatewayPaymentMethod === method.id);
  if (known?.state === 'refused') return { shown: known.instrument, state: 'refused' };
  if (known) throw new Refusal('conflict', `this payment method is on record as ${known.instrument}`);
  const instrument = change.newId('ins');
  const { funding, state } = judgeInstrument(method);
  const effectiveOn = change.today;
  const body = { instrument, funding, state, gatewayPaymentMethod: method.id };
  change.record([{ kind: 'instrument.recorded', effectiveOn, body }]);
  if (method.fingerprint !== null) {
    const digest = createHash('sha256').update(method.fingerprint).digest();
    change.write(fingerprintStatement(instrument, change.customer.id, digest));
  }
  if (state === 'refused') change.audit('instrument.refused', { instrument, funding, code: HIGH_RISK.code });
  if (state === 'review') {
    const task = { task: change.newId('tsk'), key: reviewTask(instrument), what: 'reviewInstrument' };
    change.record([{ kind: 'task.opened', effectiveOn, body: task }]);
  }
  return { shown: instrument, state };
}
