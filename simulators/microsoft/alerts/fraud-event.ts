import type { World } from '../world.ts';
import { type Alert, eventIdOf } from './alert.ts';

/** Contract 9: when an event is open, `resolvedOn` says so in this way, without a zone. */
const NOT_RESOLVED = '9999-12-31T23:59:59.9970000';

export function pascal(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Contract 9: the event as v1 shows it; the new model has more members. */
export function fraudEvent(world: World, alert: Alert, newModel: boolean): object {
  const old = {
    eventTime: new Date(alert.detectedAt).toISOString(),
    eventId: eventIdOf(alert),
    partnerTenantId: world.settings.partnerTenantId,
    partnerFriendlyName: 'Simulated partner',
    customerTenantId: alert.customerTenantId,
    customerFriendlyName: world.customers.get(alert.customerTenantId)?.companyName ?? alert.customerTenantId,
    subscriptionId: alert.azureSubscriptionId,
    subscriptionType: 'modern',
    entityId: alert.affectedResources[0]?.id ?? '',
    entityName: alert.affectedResources[0]?.id.split('/').at(-1) ?? '',
    entityUrl: alert.affectedResources[0]?.id ?? '',
    hitCount: String(alert.hitCount),
    catalogOfferId: alert.catalogOfferId ?? '',
    eventStatus: pascal(alert.status),
    serviceName: '',
    resourceName: alert.affectedResources[0]?.id.split('/').at(-1) ?? '',
    resourceGroupName: /\/resourceGroups\/([^/]+)/i.exec(alert.affectedResources[0]?.id ?? '')?.[1] ?? '',
    firstOccurrence: new Date(alert.firstObservedAt).toISOString(),
    lastOccurrence: new Date(alert.lastObservedAt).toISOString(),
    firstObserved: new Date(alert.firstObservedAt).toISOString(),
    lastObserved: new Date(alert.lastObservedAt).toISOString(),
    resolvedReason: pascal(alert.resolvedReason ?? 'none'),
    resolvedOn: alert.resolvedAt === null ? NOT_RESOLVED : new Date(alert.resolvedAt).toISOString(),
    resolvedBy: alert.resolvedBy ?? '',
  };
  return newModel ? { ...old, ...newMembers(alert) } : old;
}

function newMembers(alert: Alert): object {
  return {
    eventType: pascal(alert.alertType),
    // Contract 9 knows three severities; Graph's fourth lies below them.
    severity: alert.severity === 'informational' ? 'Low' : pascal(alert.severity),
    confidenceLevel: pascal(alert.confidenceLevel),
    displayName: alert.displayName,
    description: alert.description,
    country: alert.country,
    valueAddedResellerTenantId: alert.valueAddedResellerTenantId,
    valueAddedResellerFriendlyName: alert.valueAddedResellerTenantId === null ? null : 'Simulated reseller',
    subscriptionName: alert.subscriptionName,
    affectedResources: alert.affectedResources.map(({ id, type }) => ({ azureResourceId: id, type })),
    additionalDetails: alert.additionalDetails,
    // Contract 20.6 and 9: text, and JSON in text.
    IsTest: String(alert.isTest),
    activityLogs: JSON.stringify(
      alert.activity.map(({ from, to, by, at }) => ({
        statusFrom: pascal(from),
        statusTo: pascal(to),
        updatedBy: by,
        dateTime: new Date(at).toISOString(),
      })),
    ),
  };
}
