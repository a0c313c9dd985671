import type { JsonValue } from './json.ts';

export type { JsonValue } from './json.ts';

/** Microsoft's word for the state of a subscription (contract section 6.2); a word not known here is `unknown`. */
export type SubscriptionStatus =
  | 'none'
  | 'active'
  | 'pending'
  | 'suspended'
  | 'expired'
  | 'disabled'
  | 'deleted'
  | 'unknown';

/** A subscription as last read. The etag is for looking at only: every change reads afresh before it writes. */
export interface SubscriptionView {
  readonly id: string;
  /** `"{ProductId}:{SkuId}:{AvailabilityId}"` for new commerce. */
  readonly offerId: string;
  readonly friendlyName: string;
  /** Microsoft's name for what was bought; nobody can change it. */
  readonly offerName: string;
  readonly quantity: number;
  readonly status: SubscriptionStatus;
  /** Free texts; Microsoft publishes no list (contract section 20, item 7). Empty unless suspended. */
  readonly suspensionReasons: readonly string[];
  readonly autoRenewEnabled: boolean;
  /** What shall change at the next renewal, as Microsoft words it; null when nothing is scheduled. */
  readonly scheduledNextTermInstructions: JsonValue | null;
  /** Last day of the term, a calendar day in UTC; `9999-12-31` when it never ends. */
  readonly commitmentEndDate: string | null;
  /** Instant (RFC 3339, Z) until which the subscription can still be cancelled. */
  readonly cancellationAllowedUntil: string | null;
  /** ISO 8601 duration: P1M, P1Y, P3Y. */
  readonly termDuration: string | null;
  readonly billingCycle: string | null;
  readonly etag: string | null;
  readonly orderId: string | null;
  /** The subscription to which it is an add-on; null for one that is none. */
  readonly parentSubscriptionId: string | null;
}

export interface PartnerAddress {
  /** ISO 3166 alpha-2. */
  readonly country: string;
  readonly city: string;
  readonly addressLine1: string;
  readonly addressLine2?: string;
  readonly postalCode: string;
  readonly region?: string;
  readonly state?: string;
  readonly firstName: string;
  readonly lastName: string;
  /** Compulsory for Poland. */
  readonly phoneNumber?: string;
}

/** What Microsoft needs to create a tenant (contract section 3). */
export interface NewPartnerCustomer {
  /** Full initial domain, `contoso.onmicrosoft.com`. */
  readonly domain: string;
  readonly companyName: string;
  /** NIP or KRS; compulsory for Poland, refused by Microsoft for a country that has no such rule. */
  readonly organizationRegistrationNumber?: string;
  readonly email: string;
  /** `pl-PL` */
  readonly culture: string;
  /** `pl` */
  readonly language: string;
  readonly address: PartnerAddress;
}

export type RelationshipToPartner = 'none' | 'reseller' | 'advisor' | 'syndication' | 'microsoft_support' | 'unknown';

export interface PartnerCustomerView {
  readonly tenantId: string;
  readonly companyName: string | null;
  readonly domain: string | null;
  readonly organizationRegistrationNumber: string | null;
  /** A customer just created may say `none` for a while; `reseller` once linked. */
  readonly relationshipToPartner: RelationshipToPartner;
  readonly allowDelegatedAccess: boolean | null;
}

export interface RenewalSettings {
  readonly autoRenewEnabled: boolean;
  readonly scheduledNextTermInstructions: JsonValue | null;
}

/** An order of one line (contract section 5.3). */
export interface NewOrder {
  readonly offerId: string;
  readonly quantity: number;
  /** Left out for an Azure plan and for perpetual software. */
  readonly termDuration?: 'P1M' | 'P1Y' | 'P3Y';
  /** `monthly` when left out; an Azure plan needs `one_time`. */
  readonly billingCycle?: string;
  readonly friendlyName?: string;
}

export interface PlacedOrder {
  readonly orderId: string;
  /** Null when Microsoft has not yet said which subscription came of it: it shows up to 15 minutes later. */
  readonly subscriptionId: string | null;
}

/**
 * Microsoft Partner Center, the part that a customer's life needs. Every method rejects with {@link PartnerCenterError}.
 *
 * `requestId` names one intention and becomes the idempotency key (`MS-RequestId`). Give the same one again after
 * `throttled`, `unavailable`, `doubtful` or a crash; take a new one once Microsoft has answered with a refusal, because
 * the server answers a repeated id with its first answer (contract section 2.1).
 */
export interface PartnerCenter {
  /** Creates the tenant. Microsoft's initial password goes to the configured vault and nowhere else. */
  createCustomer(input: NewPartnerCustomer, requestId: string): Promise<{ readonly tenantId: string }>;
  readCustomer(tenantId: string): Promise<PartnerCustomerView>;
  /** The link under which an existing tenant accepts the reseller relationship; needs a person's sign-in on record. */
  relationshipRequestUrl(): Promise<string>;
  /** Every page. */
  listSubscriptions(tenantId: string): Promise<readonly SubscriptionView[]>;
  readSubscription(tenantId: string, subscriptionId: string): Promise<SubscriptionView>;
  /** Like every change here: reads, stops when it is already so, sends the whole resource back, reads again. */
  suspendSubscription(tenantId: string, subscriptionId: string, requestId: string): Promise<SubscriptionView>;
  reactivateSubscription(tenantId: string, subscriptionId: string, requestId: string): Promise<SubscriptionView>;
  setRenewal(
    tenantId: string,
    subscriptionId: string,
    settings: RenewalSettings,
    requestId: string,
  ): Promise<SubscriptionView>;
  /** Works inside the cancellation window only; Microsoft refuses it later. */
  cancelSubscription(tenantId: string, subscriptionId: string, requestId: string): Promise<SubscriptionView>;
  /** More seats at any time; fewer inside the window of seven days only. */
  setQuantity(tenantId: string, subscriptionId: string, quantity: number, requestId: string): Promise<SubscriptionView>;
  placeOrder(tenantId: string, order: NewOrder, requestId: string): Promise<PlacedOrder>;
  /** Ends the kept-alive connections. */
  close(): Promise<void>;
}

/** Where the initial password of a new tenant goes. It cannot be read from Microsoft a second time. */
export interface CredentialVault {
  store(tenantId: string, credentials: { readonly userName: string; readonly password: string }): Promise<void>;
}
