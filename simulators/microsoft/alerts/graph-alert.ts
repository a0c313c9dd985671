import type { Alert } from './alert.ts';

/** Contract 10: the alert as Graph shows it. */
export function graphAlert(alert: Alert): Readonly<Record<string, unknown>> {
  return {
    id: alert.graphId,
    displayName: alert.displayName,
    description: alert.description,
    alertType: alert.alertType,
    status: alert.status,
    severity: alert.severity,
    confidenceLevel: alert.confidenceLevel,
    customerTenantId: alert.customerTenantId,
    subscriptionId: alert.azureSubscriptionId,
    valueAddedResellerTenantId: alert.valueAddedResellerTenantId,
    catalogOfferId: alert.catalogOfferId,
    detectedDateTime: new Date(alert.detectedAt).toISOString(),
    firstObservedDateTime: new Date(alert.firstObservedAt).toISOString(),
    lastObservedDateTime: new Date(alert.lastObservedAt).toISOString(),
    resolvedReason: alert.resolvedReason,
    resolvedOnDateTime: alert.resolvedAt === null ? null : new Date(alert.resolvedAt).toISOString(),
    resolvedBy: alert.resolvedBy,
    isTest: alert.isTestAsText ? String(alert.isTest) : alert.isTest,
    affectedResources: alert.affectedResources.map(({ id, type }) => ({ resourceId: id, resourceType: type })),
    activityLogs: alert.activity.map(({ from, to, by, at }) => ({
      statusFrom: from,
      statusTo: to,
      updatedBy: by,
      updatedDateTime: new Date(at).toISOString(),
    })),
    additionalDetails: alert.additionalDetails,
  };
}
