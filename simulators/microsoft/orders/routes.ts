import { json } from '../../kit/answer.ts';
import { param } from '../../kit/router.ts';
import type { PartnerCall, PartnerRoute } from '../partner-call.ts';
import { PartnerFault } from '../partner-fault.ts';
import { ORDER } from '../resource-members.ts';
import { collectionOf, link } from '../wire.ts';
import { type Order, orderResource } from './order.ts';
import { changedOrder } from './change-order.ts';
import { placeOrder, readOrderRequest, refuseDuplicate, refuseSale } from './place-order.ts';

/** Contract 5.3. */
export const orderRoutes: readonly PartnerRoute[] = [
  {
    method: 'POST',
    pattern: '/v1/customers/{tenantId}/orders',
    body: ORDER,
    handle: (call) => {
      const customer = call.customer();
      const request = readOrderRequest(call.body);
      const { lineItems: lines } = request;
      const forReseller = lines.some(({ partnerIdOnRecord }) => typeof partnerIdOnRecord === 'string');
      refuseSale(call.world, { by: 'order', customer, lines, forReseller }, call.now);
      refuseDuplicate(call.world, customer.tenantId, request, call.now);
      return json(201, orderResource(placeOrder(call.world, customer.tenantId, request, call.now), call.now));
    },
  },
  {
    method: 'GET',
    pattern: '/v1/customers/{tenantId}/orders',
    handle: (call) => {
      const { tenantId } = call.customer();
      const visible = call.world.orders.ownedBy(tenantId).filter((order) => call.now >= order.visibleFrom);
      return json(
        200,
        collectionOf(
          visible.map((order) => orderResource(order, call.now)),
          { self: link(`/customers/${tenantId}/orders`) },
        ),
      );
    },
  },
  {
    method: 'GET',
    pattern: '/v1/customers/{tenantId}/orders/{orderId}',
    handle: (call) => json(200, orderResource(visibleOrder(call), call.now)),
  },
  {
    method: 'PATCH',
    pattern: '/v1/customers/{tenantId}/orders/{orderId}',
    body: ORDER,
    handle: (call) => json(200, orderResource(changedOrder(call, visibleOrder(call)), call.now)),
  },
  {
    method: 'GET',
    pattern: '/v1/customers/{tenantId}/orders/{orderId}/provisioningstatus',
    handle: (call) => {
      const order = visibleOrder(call);
      const status =
        call.now < order.visibleFrom + call.world.settings.provisionedAfterMs ? 'Unfulfilled' : 'Fulfilled';
      const items = order.lines.map((line) => ({
        lineItemNumber: line.lineItemNumber,
        status,
        quantityProvisioningInformation: [{ quantity: line.quantity, status }],
      }));
      return json(200, collectionOf(items, {}));
    },
  },
];

/** Contract 5.3: an order that is not visible yet is 404/20000. */
function visibleOrder(call: PartnerCall): Order {
  const { tenantId } = call.customer();
  const order = call.world.orders.get(param(call.params, 'orderId'));
  if (order?.tenantId !== tenantId || call.now < order.visibleFrom) throw new PartnerFault('20000');
  return order;
}
