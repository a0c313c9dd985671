import type { PartnerAddress } from '../partner-center/port.ts';

/** An address as far as it can be checked. */
export type PostalAddress = Pick<
  PartnerAddress,
  'country' | 'city' | 'state' | 'addressLine1' | 'addressLine2' | 'postalCode'
>;

/** What Microsoft says of an address (contract section 3). */
export interface AddressCheck {
  /** `verified`: mail arrives; `suggested`: one of the suggestions is meant; `unknown`: nobody can say. */
  readonly state: 'verified' | 'suggested' | 'unknown';
  /** Microsoft's own word. */
  readonly status: string;
  readonly suggestions: readonly PostalAddress[];
  readonly message: string | null;
}

/** Who has accepted the Microsoft Customer Agreement for the customer, and when (contract section 4). */
export interface Attestation {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phoneNumber?: string;
  /** RFC 3339 in UTC. */
  readonly agreedAt: string;
}

/** Prices that a customer asked for, and what Microsoft decided; words as Microsoft spells them, in lower case. */
export interface Qualification {
  readonly qualification: string;
  readonly status: string;
}

export interface BillingProfile {
  readonly companyName: string | null;
  readonly email: string | null;
  /** ISO 3166 alpha-2. */
  readonly country: string | null;
}

/** What is done at Microsoft before a customer's first order. Every method rejects with PartnerCenterError. */
export interface PartnerOnboarding {
  /** @param domain whole: `contoso.onmicrosoft.com` */
  isDomainFree(domain: string): Promise<boolean>;
  checkAddress(address: PostalAddress): Promise<AddressCheck>;
  /** Attested by the partner, or signed by the customer itself. Needs a person's sign-in on record. */
  hasAgreed(tenantId: string): Promise<boolean>;
  /** Attests, unless it is known already; answers once it was read back. Needs a person's sign-in on record. */
  attest(tenantId: string, attestation: Attestation, requestId: string): Promise<void>;
  qualifications(tenantId: string): Promise<readonly Qualification[]>;
  /** How Microsoft's check of the account stands, as it words it. Needs a person's sign-in on record. */
  vetting(tenantId: string): Promise<string>;
  billingProfile(tenantId: string): Promise<BillingProfile>;
  /** Where invoices of Microsoft's go; the rest of the profile stays. */
  setBillingEmail(tenantId: string, email: string, requestId: string): Promise<BillingProfile>;
  /**
   * Lets our application into the customer's tenant (contract section 1.3); one that stands is left, or replaced where `anew`.
   * Needs a person's sign-in on record.
   */
  consent(tenantId: string, how: { readonly anew: boolean }): Promise<void>;
  /** Takes it out again; nothing where it is not in. Needs a person's sign-in on record. */
  withdrawConsent(tenantId: string): Promise<void>;
}
