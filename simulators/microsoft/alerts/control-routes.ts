import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { json } from '../../kit/answer.ts';
import { readJson } from '../../kit/control.ts';
import type { Call } from '../../kit/http-server.ts';
import type { Route } from '../../kit/router.ts';
import { auditUriOf, recordAudit } from '../audit/record.ts';
import type { World } from '../world.ts';
import { type Alert, CONFIDENCES, eventIdOf, REASONS, SEVERITIES, STATUSES } from './alert.ts';
import { pascal } from './fraud-event.ts';

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const raised = z.strictObject({
  id: z.uuid().toLowerCase().optional(),
  /** Contract 10: both forms of Graph's id occur. */
  graphIdForm: z.enum(['plain', 'prefixed']).default('plain'),
  customerTenantId: z.uuid().toLowerCase(),
  azureSubscriptionId: z.uuid().toLowerCase().optional(),
  subscriptionName: z.string().default('Azure subscription'),
  alertType: z.string().min(1).default('networkConnectionsToCryptoMiningPools'),
  displayName: z.string().default('Network connections to crypto mining pools'),
  description: z.string().default('Traffic to known mining pools was seen from this subscription.'),
  severity: z.enum(SEVERITIES).default('high'),
  confidenceLevel: z.enum(CONFIDENCES).default('high'),
  status: z.enum(STATUSES).default('active'),
  resolvedReason: z.enum(REASONS).nullable().default(null),
  detectedAt: instant.optional(),
  firstObservedAt: instant.optional(),
  lastObservedAt: instant.optional(),
  hitCount: z.int().positive().default(1),
  country: z.string().default('PL'),
  catalogOfferId: z.string().nullable().default(null),
  valueAddedResellerTenantId: z.uuid().nullable().default(null),
  isTest: z.boolean().default(false),
  isTestAsText: z.boolean().default(false),
  affectedResources: z.array(z.strictObject({ id: z.string(), type: z.string().default('AzureResource') })).default([]),
  additionalDetails: z.record(z.string(), z.string()).default({}),
});

/** Levers over alerts: Microsoft raises one, and what stands. */
export function alertControlRoutes(world: World): Route<Call>[] {
  return [
    {
      method: 'POST',
      pattern: '/control/alerts',
      handle: (call) => {
        const alert = alertOf(world, raised.parse(readJson(call)));
        world.db.transaction(() => {
          world.alerts.put(alert.guid, alert.customerTenantId, alert);
          announce(world, alert);
        });
        return json(201, { ...alert, id: alert.guid, eventId: eventIdOf(alert) });
      },
    },
    { method: 'GET', pattern: '/control/alerts', handle: () => json(200, { items: world.alerts.all() }) },
  ];
}

function alertOf(world: World, given: z.infer<typeof raised>): Alert {
  const { id, graphIdForm, azureSubscriptionId = randomUUID(), ...rest } = given;
  const guid = id ?? randomUUID();
  const detectedAt = given.detectedAt ?? world.clock.now(given.customerTenantId);
  const resolved = given.status === 'resolved';
  return {
    ...rest,
    guid,
    graphId: graphIdForm === 'plain' ? guid : `${azureSubscriptionId}-${guid}`,
    azureSubscriptionId,
    detectedAt,
    firstObservedAt: given.firstObservedAt ?? detectedAt,
    lastObservedAt: given.lastObservedAt ?? detectedAt,
    resolvedAt: resolved ? detectedAt : null,
    resolvedBy: resolved ? 'Microsoft' : null,
    activity: [],
  };
}

/** Contract 11.4 and 12.1: the only push that there is for an alert, and the record in the audit. */
function announce(world: World, alert: Alert): void {
  const at = world.clock.now(alert.customerTenantId);
  const auditId = recordAudit(world, {
    customerId: alert.customerTenantId,
    resourceId: alert.azureSubscriptionId,
    resourceType: 'subscription',
    operationType: 'azure_fraud_event_detected',
    caller: null,
    at,
    before: null,
    after: null,
    status: 'succeeded',
  });
  world.onEvent.deliver({
    name: 'azure-fraud-event-detected',
    resourceUri: `https://api.partnercenter.microsoft.com/v1/fraudEvents?SubscriptionId=${alert.azureSubscriptionId}&EventStatus=${pascal(alert.status)}`,
    auditUri: auditUriOf(auditId),
    at,
    tenantId: alert.customerTenantId,
  });
}
