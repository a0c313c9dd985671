import { z } from 'zod';
import { json } from '../../kit/answer.ts';
import { param } from '../../kit/router.ts';
import { type Alert, CONFIDENCES, REASONS, SEVERITIES, STATUSES, updatedAlert } from '../alerts/alert.ts';
import { graphAlert } from '../alerts/graph-alert.ts';
import { recordAudit } from '../audit/record.ts';
import type { GraphCall, GraphRoute } from './graph-call.ts';
import { GraphFault } from './graph-fault.ts';
import { countOf, filterBy, selected } from './odata.ts';

const ALERTS = '/beta/security/partner/securityAlerts';
const ENUMERATIONS = { status: STATUSES, severity: SEVERITIES, confidenceLevel: CONFIDENCES, resolvedReason: REASONS };
const PROPERTIES = `
  id displayName description alertType status severity confidenceLevel customerTenantId subscriptionId
  valueAddedResellerTenantId catalogOfferId detectedDateTime firstObservedDateTime lastObservedDateTime
  resolvedReason resolvedOnDateTime resolvedBy isTest affectedResources activityLogs additionalDetails
`
  .trim()
  .split(/\s+/);
const OPTIONS = ['$filter', '$select', '$count', '$top', '$skiptoken'];

/** Contract 10: beta only. Reads for any token with Graph's audience, app-only or a person's. */
export const alertRoutes: readonly GraphRoute[] = [
  { method: 'GET', pattern: ALERTS, handle: list },
  { method: 'GET', pattern: `${ALERTS}/{alertId}`, handle: (call) => json(200, entity(find(call))) },
  { method: 'PATCH', pattern: `${ALERTS}/{alertId}`, handle: update },
];

/** Contract 10: pages are followed by `@odata.nextLink`, whose token names a place in the whole list: nothing is skipped or repeated while alerts change. */
function list({ world, call }: GraphCall) {
  const { query } = call;
  const unknown = [...query.keys()].find((name) => name.startsWith('$') && !OPTIONS.includes(name));
  if (unknown !== undefined) throw new GraphFault(400, 'BadRequest', `The query option '${unknown}' is not supported.`);
  const holds = filterBy(query.get('$filter'), PROPERTIES, ENUMERATIONS);
  const shown = selected(query.get('$select'), PROPERTIES);
  const size = Math.max(
    1,
    Math.min(countOf(query.get('$top'), world.settings.graphPageSize), world.settings.graphPageSize),
  );
  const start = countOf(query.get('$skiptoken'), 0);
  const places = world.alerts.all().map((alert, place) => ({ place, row: graphAlert(alert) }));
  const matching = places.filter(({ row }) => holds(row));
  const rest = matching.filter(({ place }) => place >= start);
  const next = rest[size];
  return json(200, {
    '@odata.context': `${world.address.url}/beta/$metadata#security/partner/securityAlerts`,
    ...(query.get('$count') === 'true' ? { '@odata.count': matching.length } : {}),
    value: rest.slice(0, size).map(({ row }) => shown(row)),
    ...(next === undefined ? {} : { '@odata.nextLink': `${world.address.url}${ALERTS}?${onward(query, next.place)}` }),
  });
}

function onward(query: URLSearchParams, place: number): string {
  const next = new URLSearchParams(query);
  next.set('$skiptoken', String(place));
  return next.toString();
}

const patch = z.strictObject({
  status: z.enum(STATUSES),
  resolvedReason: z.enum(REASONS).nullish(),
  '@odata.type': z.string().optional(),
});

/** Contract 10: `status` is required, `resolvedReason` may go with it; the verdict stops nothing. */
function update(call: GraphCall) {
  const alert = find(call);
  const parsed = patch.safeParse(call.body);
  if (!parsed.success) throw new GraphFault(400, 'BadRequest', z.prettifyError(parsed.error));
  const { status, resolvedReason } = parsed.data;
  const updated = updatedAlert(alert, {
    status,
    resolvedReason: resolvedReason ?? null,
    by: call.caller.userPrincipalName ?? call.caller.applicationId,
    at: call.world.clock.now(alert.customerTenantId),
  });
  call.world.alerts.put(updated.guid, updated.customerTenantId, updated);
  recordAudit(call.world, {
    customerId: alert.customerTenantId,
    resourceId: alert.azureSubscriptionId,
    resourceType: 'subscription',
    operationType: 'update_azure_fraud_event',
    caller: call.caller,
    at: call.world.clock.now(alert.customerTenantId),
    before: null,
    after: null,
    status: 'succeeded',
  });
  return json(200, entity(updated));
}

function entity(alert: Alert): object {
  return { '@odata.type': '#microsoft.graph.partner.security.partnerSecurityAlert', ...graphAlert(alert) };
}

function find(call: GraphCall): Alert {
  const id = param(call.params, 'alertId').toLowerCase();
  const found = call.world.alerts.all().find((alert) => alert.graphId === id);
  if (found === undefined) throw new GraphFault(404, 'ResourceNotFound', `Resource '${id}' does not exist.`);
  return found;
}
