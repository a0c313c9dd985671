/** Contract 11.4: what Microsoft announces by itself, before it is worded and signed. */
export interface Announcement {
  readonly name:
    | 'test-created'
    | 'subscription-updated'
    | 'usagerecords-thresholdExceeded'
    | 'azure-fraud-event-detected';
  /** Absent where the table of contract 11.4 has none. */
  readonly resourceName?: 'test' | 'subscription' | 'usagerecords';
  readonly resourceUri: string | null;
  readonly auditUri?: string;
  /** Business time, epoch milliseconds. */
  readonly at: number;
}
