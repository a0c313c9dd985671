import { z } from 'zod';
import { json } from '../../kit/answer.ts';
import { param } from '../../kit/router.ts';
import { isGuid } from '../customers/customer.ts';
import type { PartnerCall, PartnerRoute } from '../partner-call.ts';
import { PartnerFault } from '../partner-fault.ts';
import { VERDICT } from '../resource-members.ts';
import { type Alert, eventIdOf, type ResolvedReason, STATUSES, updatedAlert } from './alert.ts';
import { fraudEvent, pascal } from './fraud-event.ts';

/** Contract 9. */
const ROLES = ['adminAgent'] as const;

/** Contract 9 and 1.5: App+User only; bare arrays, no total and no next link. */
export const fraudRoutes: readonly PartnerRoute[] = [
  { method: 'GET', pattern: '/v1/fraudEvents', userOnly: true, roles: ROLES, handle: list },
  {
    method: 'POST',
    pattern: '/v1/fraudEvents/subscription/{azureSubscriptionId}/status',
    userOnly: true,
    roles: ROLES,
    body: VERDICT,
    handle: update,
  },
];

function list(call: PartnerCall) {
  const query = new Map([...call.call.query].map(([name, value]) => [name.toLowerCase(), value]));
  const status = query.get('eventstatus');
  if (status !== undefined) statusOf(status);
  const subscriptionId = query.get('subscriptionid');
  if (subscriptionId !== undefined && !isGuid(subscriptionId))
    throw new PartnerFault('3000', 'SubscriptionId is no guid.');
  const newModel = isNewModel(call);
  const eventType = newModel ? query.get('eventtype') : undefined;
  const found = call.world.alerts
    .all()
    .filter(
      (alert) =>
        (status === undefined || same(alert.status, status)) &&
        (subscriptionId === undefined || same(alert.azureSubscriptionId, subscriptionId)) &&
        (eventType === undefined || same(alert.alertType, eventType)),
    );
  const shown = newModel ? pageOf(found, query) : found;
  return json(
    200,
    shown.map((alert) => fraudEvent(call.world, alert, newModel)),
  );
}

/** Contract 9: pages only when both numbers are given and not zero; pages count from 1. */
function pageOf(found: readonly Alert[], query: ReadonlyMap<string, string>): readonly Alert[] {
  const [size, page] = ['pagesize', 'pagenumber'].map((name) => {
    const text = query.get(name) ?? '0';
    if (!/^\d+$/.test(text)) throw new PartnerFault('3000', `${name} is no number.`);
    return Number(text);
  });
  return !size || !page ? found : found.slice((page - 1) * size, page * size);
}

const updateBody = z.object({
  eventIds: z.array(z.string()).default([]),
  eventStatus: z.string(),
  resolvedReason: z.string().nullish(),
});

/** Contract 9: records the verdict on the events named, or on all of that subscription; answers with what was changed. */
function update(call: PartnerCall) {
  const { world } = call;
  const parsed = updateBody.safeParse(call.body);
  if (!parsed.success) throw new PartnerFault('800002', z.prettifyError(parsed.error));
  const status = statusOf(parsed.data.eventStatus);
  const resolvedReason = status === 'resolved' ? reasonOf(parsed.data.resolvedReason) : null;
  const azureSubscriptionId = param(call.params, 'azureSubscriptionId').toLowerCase();
  const ofSubscription = world.alerts.all().filter((alert) => alert.azureSubscriptionId === azureSubscriptionId);
  if (ofSubscription.length === 0) throw new PartnerFault('1000', 'No fraud events of this subscription.');
  const { eventIds } = parsed.data;
  const named = eventIds.map((id) => {
    const found = ofSubscription.find((alert) => same(eventIdOf(alert), id));
    if (found === undefined) throw new PartnerFault('1000', `No fraud event ${id} of this subscription.`);
    return found;
  });
  const updated = (eventIds.length === 0 ? ofSubscription : named).map((alert) =>
    updatedAlert(alert, {
      status,
      resolvedReason,
      by: call.caller.userPrincipalName ?? call.caller.applicationId,
      at: world.clock.now(alert.customerTenantId),
    }),
  );
  for (const alert of updated) world.alerts.put(alert.guid, alert.customerTenantId, alert);
  const newModel = isNewModel(call);
  return json(
    200,
    updated.map((alert) => fraudEvent(world, alert, newModel)),
  );
}

function isNewModel(call: PartnerCall): boolean {
  return call.call.headers['x-neweventsmodel']?.toLowerCase() === 'true';
}

/** Contract 17: 900126 for a word that is no value; `Resolve`, as one table has it, is none (contract 20.3). */
function statusOf(word: string): Alert['status'] {
  const status = STATUSES.find((one) => same(one, word));
  if (status === undefined) throw new PartnerFault('900126', `Unable to parse enum: ${word}.`);
  return status;
}

/** Contract 9 lists Fraud and Ignore; Legitimate is Graph's alone (contract 20.3). */
function reasonOf(word: string | null | undefined): ResolvedReason {
  if (word == null) throw new PartnerFault('800002', 'ResolvedReason is missing.');
  const reason = (['fraud', 'ignore'] as const).find((one) => same(one, word));
  if (reason === undefined) throw new PartnerFault('900126', `Unable to parse enum: ${pascal(word)}.`);
  return reason;
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
