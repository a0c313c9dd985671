/** A request at Microsoft's support as it stands there (contract §12.3). */
export interface ServiceRequest {
  readonly number: string;
  /** Microsoft's word; the set is open. In lower case. */
  readonly status: string;
}

/** Needs a person's sign-in (contract §1.5). */
export interface ServiceRequests {
  /** Null when Microsoft knows no such request of ours. @throws PartnerCenterError */
  read(number: string): Promise<ServiceRequest | null>;
}
