import { type Members, members } from './known-members.ts';

/**
 * What the contract knows of each resource that is sent, read-only members included: a client sends back what it has read
 * (contract 6.1: "send the whole resource"). Contract 2.2: every resource may carry `attributes` and `links`.
 */
const ATTRIBUTES = members('objectType etag');

function resource(names: string, nested: Readonly<Record<string, Members>> = {}): Members {
  return members(`${names} links`, { attributes: ATTRIBUTES, ...nested });
}

/** A write without a body. */
export const NOTHING: Members = members('');

/** Contract 3. */
export const ADDRESS =
  members(`country region city state addressLine1 addressLine2 postalCode firstName middleName lastName
  phoneNumber links attributes`);

export const BILLING_PROFILE = resource('id firstName lastName email culture language companyName', {
  defaultAddress: ADDRESS,
});

export const CUSTOMER = resource(
  `id commerceId relationshipToPartner allowDelegatedAccess userCredentials customDomains associatedPartnerId
  enableGDAPByDefault`,
  {
    companyProfile: resource('tenantId domain companyName organizationRegistrationNumber'),
    billingProfile: BILLING_PROFILE,
  },
);

/** Contract 3, by a knowledge base (K). */
export const QUALIFICATION = resource('qualification vettingStatus vettingCreatedDate vettingReason');

/** Contract 4. */
export const AGREEMENT = resource('templateId dateAgreed type userId agreementLink', {
  primaryContact: members('firstName lastName email phoneNumber'),
});

/** Contract 1.3. */
export const APPLICATION_CONSENT = resource('displayName applicationId', {
  applicationGrants: members('enterpriseApplicationId scope'),
});

/** Contract 5.2. */
export const CART = resource('id creationTimestamp lastModifiedTimestamp lastModifiedUser expirationTimestamp status', {
  lineItems: resource(`id catalogItemId friendlyName quantity currencyCode billingCycle termDuration participants
    provisioningContext orderGroup addonItems renewsTo promotionId customTermEndDate attestationAccepted error`),
});

/** Contract 5.3. */
export const ORDER = resource(
  'id alternateId referenceCustomerId billingCycle currencyCode currencySymbol creationDate status transactionType',
  {
    lineItems: resource(`lineItemNumber offerId subscriptionId parentSubscriptionId friendlyName quantity termDuration
      transactionType partnerIdOnRecord provisioningContext renewsTo`),
  },
);

const PRODUCT = members('productId skuId availabilityId billingCycle termDuration promotionId');

/** Contract 6.2. */
export const SUBSCRIPTION = resource(
  `id offerId offerName friendlyName entitlementId orderId productOrderId parentSubscriptionId partnerId productType
  publisherName isMicrosoftProduct isTrial hasPurchasableAddons quantity unitType refundableQuantity creationDate
  effectiveStartDate commitmentEndDate commitmentEndDateTime cancellationAllowedUntilDate billingCycleEndDate
  billingCycleEndDateTime status suspensionReasons autoRenewEnabled billingType billingCycle termDuration renewalTermDuration
  promotionId migratedFromSubscriptionId consumptionType actions refundOptions attentionNeeded attentionReason actionTaken
  contractType lineItems`,
  {
    scheduledNextTermInstructions: members('quantity customTermEndDate', { product: PRODUCT }),
    nextChargeInstructions: members('quantity', { product: PRODUCT }),
  },
);

/** Contract 13. */
export const CUSTOMER_USER =
  resource(`id userPrincipalName firstName lastName displayName usageLocation userDomainType state
  softDeletionTime lastDirectorySyncTime`);

/** Contract 7.1. */
export const CANCELLATION = resource('cancellationReason');

/** Contract 12.3. */
export const SERVICE_REQUEST = resource(
  `id title description severity status supportTopicId supportTopicName organization primaryContact lastUpdatedBy productId
  productName createdDate lastModifiedDate lastClosedDate notes countryCode`,
  { newNote: members('text createdByName createdDate') },
);

/** Contract 8.1. */
export const BUDGET = resource('amount usageSpendingBudget');

/** Contract 9. */
export const VERDICT = members('eventIds eventStatus resolvedReason');

/** Contract 11.1. */
export const REGISTRATION = resource('subscriberId webhookUrl webhookEvents signatureTokenToMsSignatureHeader');
