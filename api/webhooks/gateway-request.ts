import type { GatewayEvent } from '../../adapters/gateway/port.ts';
import type { Trx } from '../../db/database.ts';
import { claimDelivery } from '../../db/webhooks.ts';
import type { ApiDeps } from '../deps.ts';
import type { MoneyRequest } from '../money/money-request.ts';
import { KnownDelivery } from './handled.ts';

/** Its name in the audit, and the source of its deliveries. */
const GATEWAY = 'gateway';

/** The gateway moves money by an event, each event once. @throws KnownDelivery from `before` */
export function gatewayRequestOf({ now, newId }: ApiDeps, event: GatewayEvent): MoneyRequest {
  const wallNow = now();
  return {
    actor: GATEWAY,
    roles: [],
    wallNow,
    newId,
    before: async (trx: Trx) => {
      if (!(await claimDelivery(trx, GATEWAY, event.id, wallNow))) throw new KnownDelivery(event.id);
    },
  };
}
