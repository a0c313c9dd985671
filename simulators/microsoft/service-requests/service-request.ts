export const SEVERITIES = ['unknown', 'critical', 'moderate', 'minimal'] as const;
export const STATUSES = ['none', 'open', 'closed', 'attention_needed'] as const;

/** Contract 12.3: a request at Microsoft's support, made in the portal. */
export interface ServiceRequest {
  readonly id: string;
  readonly title: string;
  readonly severity: (typeof SEVERITIES)[number];
  readonly status: (typeof STATUSES)[number];
  readonly customerTenantId: string | null;
  readonly createdDate: string;
  readonly lastModifiedDate: string;
  readonly lastClosedDate: string | null;
  /** Absent in a request of an older run. */
  readonly notes?: readonly {
    readonly text: string;
    readonly createdByName: string | null;
    readonly createdDate: string;
  }[];
}
