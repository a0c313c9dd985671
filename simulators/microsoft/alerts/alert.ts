export const STATUSES = ['active', 'investigating', 'resolved'] as const;
export const REASONS = ['legitimate', 'ignore', 'fraud'] as const;
export const SEVERITIES = ['informational', 'low', 'medium', 'high'] as const;
export const CONFIDENCES = ['low', 'medium', 'high'] as const;

type AlertStatus = (typeof STATUSES)[number];
export type ResolvedReason = (typeof REASONS)[number];

/**
 * One suspicion of Microsoft, stored once and shown twice: as a fraud event (contract 9) and as a Graph alert (contract 10), with other
 * ids and another casing (contract 18.10). Words are kept in Graph's spelling; instants are business time, epoch milliseconds.
 */
export interface Alert {
  /** The guid that both ids contain. */
  readonly guid: string;
  /** Contract 10: Graph's id is the plain guid or `<azureSubscription>-<guid>`. */
  readonly graphId: string;
  readonly customerTenantId: string;
  /** Contract 7.1: an Azure subscription, not one of Partner Center. */
  readonly azureSubscriptionId: string;
  readonly subscriptionName: string;
  readonly alertType: string;
  readonly displayName: string;
  readonly description: string;
  readonly severity: (typeof SEVERITIES)[number];
  readonly confidenceLevel: (typeof CONFIDENCES)[number];
  readonly status: AlertStatus;
  readonly resolvedReason: ResolvedReason | null;
  readonly resolvedAt: number | null;
  readonly resolvedBy: string | null;
  readonly detectedAt: number;
  readonly firstObservedAt: number;
  readonly lastObservedAt: number;
  readonly hitCount: number;
  readonly country: string;
  readonly catalogOfferId: string | null;
  readonly valueAddedResellerTenantId: string | null;
  readonly isTest: boolean;
  /** Contract 20.6: a sample of Graph's list has `isTest` as text. */
  readonly isTestAsText: boolean;
  readonly affectedResources: readonly { readonly id: string; readonly type: string }[];
  readonly additionalDetails: Readonly<Record<string, string>>;
  readonly activity: readonly {
    readonly from: AlertStatus;
    readonly to: AlertStatus;
    readonly by: string;
    readonly at: number;
  }[];
}

/** What a partner says about an alert, by either way. It only records the verdict: nothing is stopped by it (contract 9, 18.10). */
export interface AlertUpdate {
  readonly status: AlertStatus;
  readonly resolvedReason: ResolvedReason | null;
  readonly by: string;
  readonly at: number;
}

export function updatedAlert(alert: Alert, { status, resolvedReason, by, at }: AlertUpdate): Alert {
  const resolved = status === 'resolved';
  return {
    ...alert,
    status,
    resolvedReason: resolved ? resolvedReason : null,
    resolvedAt: resolved ? at : null,
    resolvedBy: resolved ? by : null,
    activity: [...alert.activity, { from: alert.status, to: status, by, at }],
  };
}

/** Contract 9: `<azureSubscription>_<guid>`. */
export function eventIdOf(alert: Pick<Alert, 'azureSubscriptionId' | 'guid'>): string {
  return `${alert.azureSubscriptionId}_${alert.guid}`;
}
