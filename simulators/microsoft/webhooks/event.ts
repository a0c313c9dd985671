/** Contract 11.4: what Microsoft announces by itself, before it is worded and signed. */
export interface Announcement {
  readonly name: string;
  /** Absent where the table of contract 11.4 has none. */
  readonly resourceName?: string | undefined;
  /** Null for what names no resource. */
  readonly resourceUri: string | null;
  readonly auditUri?: string | undefined;
  /** Business time, epoch milliseconds. */
  readonly at: number;
  /** Whose business time it happened in; absent where it concerns no tenant. Never sent. */
  readonly tenantId?: string | undefined;
  /** By which the sender tells apart what it sends; it is never sent (contract 11.2: there is no event id). */
  readonly id?: string | undefined;
}

/** Contract 11.4: the names on offer. */
export const EVENT_NAMES = [
  'azure-fraud-event-detected',
  'dap-admin-relationship-approved',
  'dap-admin-relationship-terminated',
  'dap-admin-relationship-terminated-by-microsoft',
  'granular-admin-access-assignment-activated',
  'granular-admin-access-assignment-created',
  'granular-admin-access-assignment-deleted',
  'granular-admin-access-assignment-updated',
  'granular-admin-relationship-activated',
  'granular-admin-relationship-approved',
  'granular-admin-relationship-expired',
  'granular-admin-relationship-terminated',
  'indirect-reseller-relationship-accepted-by-customer',
  'invoice-ready',
  'referral-created',
  'referral-updated',
  'related-referral-created',
  'related-referral-updated',
  'reseller-relationship-accepted-by-customer',
  'subscription-updated',
  'test-created',
  'usagerecords-thresholdExceeded',
] as const;

/** Contract 11.2: the body as it is sent. */
export function eventBody(event: Announcement): string {
  return JSON.stringify({
    EventName: event.name,
    ResourceUri: event.resourceUri,
    ...(event.resourceName === undefined ? {} : { ResourceName: event.resourceName }),
    AuditUri: event.auditUri ?? null,
    ResourceChangeUtcDate: new Date(event.at).toISOString().replace('Z', '0000+00:00'),
  });
}
