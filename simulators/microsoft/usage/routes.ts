import { json } from '../../kit/answer.ts';
import type { PartnerCall, PartnerRoute } from '../partner-call.ts';
import { visibleSubscription } from '../subscriptions/routes.ts';
import { collectionOf, link } from '../wire.ts';
import { customerRecord, customerSummary, meterRecords, planRecords, planSummary, resourceRecords } from './records.ts';
import { refreshDaily } from './refresh.ts';

const CUSTOMER = '/v1/customers/{tenantId}';
const PLAN = `${CUSTOMER}/subscriptions/{subscriptionId}`;

const READS: readonly PartnerRoute[] = [
  {
    method: 'GET',
    pattern: '/v1/customers/usagerecords',
    handle: ({ world }) => {
      const customers = world.customers.all().filter((one) => one.relationshipToPartner === 'reseller');
      for (const customer of customers) refreshDaily(world, customer.tenantId);
      return json(
        200,
        collectionOf(
          customers.map((customer) => customerRecord(world, customer)),
          { self: link('/customers/usagerecords') },
        ),
      );
    },
  },
  { method: 'GET', pattern: `${CUSTOMER}/usagesummary`, handle: (call) => json(200, summaryOf(call)) },
  {
    method: 'GET',
    pattern: `${CUSTOMER}/subscriptions/usagerecords`,
    handle: (call) => {
      const { tenantId } = call.customer();
      refreshDaily(call.world, tenantId);
      return listed(call, planRecords(call.world, tenantId));
    },
  },
  {
    method: 'GET',
    pattern: `${PLAN}/usagesummary`,
    handle: (call) => json(200, planSummary(call.world, refreshedPlan(call))),
  },
  {
    method: 'GET',
    pattern: `${PLAN}/meterusagerecords`,
    handle: (call) => listed(call, meterRecords(call.world, refreshedPlan(call))),
  },
  {
    method: 'GET',
    pattern: `${PLAN}/resourceusagerecords`,
    handle: (call) => listed(call, resourceRecords(call.world, refreshedPlan(call))),
  },
];

/** Contract 8.2 and 1.5: every usage read is App+User. These stand before `/customers/{id}` and `/subscriptions/{id}`, whose patterns they fit. */
export const usageRoutes: readonly PartnerRoute[] = READS.map((route) => ({ ...route, userOnly: true }));

function summaryOf(call: PartnerCall): object {
  const customer = call.customer();
  refreshDaily(call.world, customer.tenantId);
  return customerSummary(call.world, customer);
}

function refreshedPlan(call: PartnerCall) {
  const plan = visibleSubscription(call);
  refreshDaily(call.world, plan.tenantId);
  return plan;
}

function listed(call: PartnerCall, items: readonly object[]) {
  return json(200, collectionOf(items, { self: link(call.call.path.replace(/^\/v1/i, '')) }));
}
