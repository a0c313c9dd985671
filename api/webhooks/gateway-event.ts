import type { GatewayEvent } from '../../adapters/gateway/port.ts';
import { commitChange } from '../../db/commit-change.ts';
import { findCustomer } from '../../db/customers.ts';
import type { ApiDeps } from '../deps.ts';
import { chargeBack, closeDispute } from './charge-back.ts';
import { gatewayRequestOf } from './gateway-request.ts';
import { type Handled, onceOnly } from './handled.ts';
import { settlePayment } from './settle-payment.ts';

/** Does what a verified event of the gateway asks for, once. */
export async function handleGatewayEvent(deps: ApiDeps, event: GatewayEvent): Promise<Handled> {
  return await onceOnly(async () => {
    switch (event.type) {
      case 'payment.settled':
        return await settlePayment(deps, event);
      case 'payment.disputed':
        return await chargeBack(deps, event);
      case 'dispute.closed':
        return await closeDispute(deps, event);
      case 'payment.failed':
        return await noteFailure(deps, event);
      case 'other':
        return 'ignored';
    }
  });
}

/** A payment that did not come off moves no money; that it was tried stands in the customer's audit. */
async function noteFailure(deps: ApiDeps, event: GatewayEvent): Promise<Handled> {
  const customer = await findCustomer(deps.db, event.metadata['customer'] ?? '');
  if (customer === undefined) return 'ignored';
  const { before, ...request } = gatewayRequestOf(deps, event);
  await commitChange(deps.db, { ...request, customer: customer.id, because: 'paymentFailed' }, async (change) => {
    await before?.(change.trx);
    change.audit('payment.failed', { payment: event.paymentId, reason: event.reason });
  });
  return 'applied';
}
