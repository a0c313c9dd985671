import { GatewayError, type Gateway } from '../../adapters/gateway/port.ts';
import type { Effect } from '../../domain/decision.ts';
import { fromStored } from '../../domain/money-format.ts';
import type { EffectOutcome } from '../../domain/outcomes.ts';
import type { PassedGate } from '../life/gate.ts';

/**
 * Tries the card on file once. The gateway's key is the effect's, so that a second try after a crash is the same charge;
 * the money itself arrives by the gateway's webhook, never by this answer.
 */
export async function chargeCard(
  gateway: Gateway,
  passed: PassedGate,
  effect: Extract<Effect, { kind: 'charge' }>,
): Promise<EffectOutcome> {
  if (effect.gatewayPaymentMethod === null) return { kind: 'charged', outcome: 'noInstrument' };
  try {
    const { state } = await gateway.charge({
      paymentMethod: effect.gatewayPaymentMethod,
      amount: fromStored(effect.amount),
      customerRef: passed.customerId,
      metadata: { customer: passed.customerId },
      idempotencyKey: `${passed.customerId}/${effect.key}`,
    });
    return { kind: 'charged', outcome: state };
  } catch (error) {
    if (error instanceof GatewayError && error.kind === 'refused') return { kind: 'charged', outcome: 'declined' };
    throw error;
  }
}
