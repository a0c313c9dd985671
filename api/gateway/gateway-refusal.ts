import { GatewayError } from '../../adapters/gateway/port.ts';
import { Refusal } from '../../domain/errors.ts';

/** What the gateway's error means to our caller: nothing was done, and the same request may be sent again. */
export function gatewayRefusal(error: unknown): unknown {
  // Its message names kind and code only; what the gateway said in words may hold what the payer typed.
  return error instanceof GatewayError ? new Refusal('gateway_failed', error.message) : error;
}

/** Whether the gateway has said no, and will say so again. */
export function isRefusedByGateway(error: unknown): boolean {
  return error instanceof GatewayError && (error.kind === 'refused' || error.kind === 'notFound');
}
