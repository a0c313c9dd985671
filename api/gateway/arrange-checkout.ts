import type { Gateway } from '../../adapters/gateway/port.ts';
import type { Money } from '../../domain/money.ts';
import { bankReferenceOf } from '../../domain/payer/bank-reference.ts';
import { gatewayRefusal, isRefusedByGateway } from './gateway-refusal.ts';

/** A page on which a prepayment is paid. */
export interface ArrangedCheckout {
  readonly checkoutUrl: string | null;
  readonly gatewaySession: string | null;
}

export const NO_CHECKOUT: ArrangedCheckout = Object.freeze({ checkoutUrl: null, gatewaySession: null });

/**
 * Makes a page for a prepayment. Where the gateway cannot take this amount or currency there is none: a transfer will do.
 * @param idempotencyKey the same page again when the answer to the first try was lost.
 * @throws Refusal `gateway_failed`
 */
export async function arrangeCheckout(
  gateway: Gateway,
  asked: { readonly customer: string; readonly prepayment: string; readonly amount: Money },
  idempotencyKey: string,
): Promise<ArrangedCheckout> {
  const { customer, prepayment, amount } = asked;
  try {
    const { url, id } = await gateway.createCheckout({
      customerRef: customer,
      amount,
      description: `Prepayment ${bankReferenceOf(prepayment)}`,
      metadata: { customer, prepayment },
      idempotencyKey,
    });
    return { checkoutUrl: url, gatewaySession: id };
  } catch (error) {
    if (isRefusedByGateway(error)) return NO_CHECKOUT;
    throw gatewayRefusal(error);
  }
}
