/**
 * Shapes as the contract document records them, section by section, in a short hand: `name:type`, `?` for what may be absent,
 * `|null` for what may be null. Nothing here is derived from the simulator: it is what the simulator is held against.
 */
const BASE = { attributes: 'attributes:object', links: 'links?:object' } as const;

const RECORDED = {
  /** Contract 2.3. */
  Collection: `totalCount:number items:array links?:object attributes:object continuationToken?:string`,
  /** Contract 3. */
  Customer: `id:guid commerceId:guid companyProfile:object billingProfile?:object relationshipToPartner:string
    allowDelegatedAccess?:boolean userCredentials?:object customDomains?:array associatedPartnerId?:string
    enableGDAPByDefault?:boolean ${BASE.links} ${BASE.attributes}`,
  ListedCustomer: `id:guid companyProfile:object relationshipToPartner:string ${BASE.links} ${BASE.attributes}`,
  CompanyProfile: `tenantId:guid domain:string companyName?:string organizationRegistrationNumber?:string ${BASE.links} ${BASE.attributes}`,
  /** Contract 6.2. */
  Subscription: `id:guid offerId:string offerName:string friendlyName:string entitlementId?:string orderId:string
    productOrderId?:string parentSubscriptionId?:string partnerId?:string productType?:object publisherName?:string
    isMicrosoftProduct:boolean isTrial:boolean hasPurchasableAddons:boolean quantity:number unitType:string
    refundableQuantity?:object creationDate:date effectiveStartDate:date commitmentEndDate:date
    commitmentEndDateTime?:date cancellationAllowedUntilDate?:date billingCycleEndDate?:date billingCycleEndDateTime?:date
    status:string suspensionReasons?:array autoRenewEnabled:boolean billingType:string billingCycle:string
    termDuration?:string renewalTermDuration?:string promotionId?:string migratedFromSubscriptionId?:string
    consumptionType?:string scheduledNextTermInstructions?:object nextChargeInstructions?:object actions?:array
    refundOptions?:array attentionNeeded?:boolean attentionReason?:string actionTaken?:boolean contractType:string
    lineItems?:array links:object attributes:object`,
  /** Contract 7.1. */
  AzureEntitlement: `id:guid friendlyName:string status:string subscriptionId:guid partnerOnRecord?:string ${BASE.links} ${BASE.attributes}`,
  /** Contract 8.1: the wire object of the SDK; `amount` is absent without a budget. */
  SpendingBudget: `amount?:number|null usageSpendingBudget?:number ${BASE.attributes} ${BASE.links}`,
  /** Contract 8.2. */
  CustomerMonthlyUsageRecord: `resourceId:guid id?:string resourceName:string name?:string totalCost:number currencyCode:string
    usdTotalCost?:number lastModifiedDate:date budget:object customerSpendingBudget?:object percentUsed:number
    isUpgraded:boolean ${BASE.links} ${BASE.attributes}`,
  CustomerUsageSummary: `resourceId:guid id?:string resourceName:string name?:string totalCost:number currencyCode:string
    usdTotalCost?:number lastModifiedDate:date budget:object billingStartDate:date billingEndDate:date ${BASE.links} ${BASE.attributes}`,
  SubscriptionMonthlyUsageRecord: `resourceId:guid id?:string resourceName:string name?:string totalCost:number currencyCode:string
    usdTotalCost?:number lastModifiedDate:date status:string offerId:string partnerOnRecord?:string ${BASE.links} ${BASE.attributes}`,
  MeterUsageRecord: `subscriptionId:guid meterId:guid meterName:string category:string subcategory:string quantityUsed:number
    unit:string totalCost:number currencyCode:string usdTotalCost:number lastModifiedDate:date ${BASE.links} ${BASE.attributes}`,
  ResourceUsageRecord: `subscriptionId:guid resourceUri:string resourceType:string entitlementId:guid entitlementName:string
    resourceGroupName:string name:string resourceName:string totalCost:number currencyCode:string usdTotalCost:number
    lastModifiedDate:date ${BASE.links} ${BASE.attributes}`,
  /** Contract 9: without and with `X-NewEventsModel: true`. */
  FraudEvent: `eventTime:date eventId:string partnerTenantId:string partnerFriendlyName:string customerTenantId:guid
    customerFriendlyName:string subscriptionId:guid subscriptionType:string entityId:string entityName:string entityUrl:string
    hitCount:string catalogOfferId:string eventStatus:string serviceName:string resourceName:string resourceGroupName:string
    firstOccurrence:date lastOccurrence:date firstObserved:date lastObserved:date resolvedReason:string resolvedOn:date resolvedBy:string`,
  FraudEventMore: `eventType:string severity:string confidenceLevel:string displayName:string description:string country:string
    valueAddedResellerTenantId:string|null valueAddedResellerFriendlyName:string|null subscriptionName:string
    affectedResources:array additionalDetails:object IsTest:string activityLogs:string`,
  /** Contract 10. */
  PartnerSecurityAlert: `id:string displayName:string description:string alertType:string status:string severity:string
    confidenceLevel:string customerTenantId:guid subscriptionId:guid valueAddedResellerTenantId:string|null
    catalogOfferId:string|null detectedDateTime:date firstObservedDateTime:date lastObservedDateTime:date
    resolvedReason:string|null resolvedOnDateTime:date|null resolvedBy:string|null isTest:boolean affectedResources:array
    activityLogs:array additionalDetails:object`,
  /** Contract 11.1. */
  WebhookRegistration: `SubscriberId?:string WebhookUrl:string WebhookEvents:array`,
  /** Contract 12.1. */
  AuditRecord: `id:string partnerId:guid participants?:array customerId:string|null customerName?:string|null
    userPrincipalName:string|null applicationId:string|null resourceType:string resourceOldValue?:string resourceNewValue?:string
    operationType:string originalCorrelationId?:string operationDate:date operationStatus:string customizedData?:array ${BASE.attributes}`,
  /** Contract 15.1, 15.2. */
  Invoice: `id:string invoiceDate:date billingPeriodStartDate?:date billingPeriodEndDate?:date totalCharges:number paidAmount:number
    amountDue?:number currencyCode:string currencySymbol:string pdfDownloadLink?:string taxReceipts?:array invoiceDetails:array
    amendments?:array documentType:string amendsOf?:string invoiceType:string state?:string ${BASE.links} ${BASE.attributes}`,
  InvoiceSummary: `balanceAmount:number currencyCode:string currencySymbol:string accountingDate:date firstInvoiceCreationDate:date
    lastPaymentDate:date lastPaymentAmount:number latestInvoiceDate:date details?:array ${BASE.links} ${BASE.attributes}`,
  /** Contract 2.5. */
  ApiFault: `code:string|number description:string data?:array source:string message?:string errorName?:string isRetryable?:boolean
    parameters?:object errorMessageExtended?:string`,
  /** Contract 2.6. */
  Throttled: `statusCode:number message:string`,
  /** Contract 10 and 7.4. */
  GraphError: `code:string message:string innerError?:object`,
  ArmError: `code:string message:string`,
} as const;

export type ShapeName = keyof typeof RECORDED;

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const IS: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  array: (value) => Array.isArray(value),
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  guid: (value) => typeof value === 'string' && GUID.test(value),
  // Contract 2.2: ISO 8601, with up to seven decimals, with or without a zone.
  date: (value) =>
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,7})?(Z|[+-]\d{2}:\d{2})?$/.test(value),
  null: (value) => value === null,
};

/** What an answer says that the contract does not, lacks, or says in another type; empty when it is as recorded. */
export function departures(value: unknown, ...shapes: readonly ShapeName[]): readonly string[] {
  if (!IS['object']?.(value)) return ['it is no object'];
  const given = new Map(Object.entries(value as object));
  const problems: string[] = [];
  for (const field of shapes.flatMap((shape) => RECORDED[shape].trim().split(/\s+/))) {
    const [, name = '', optional = '', types = ''] = /^(\w+)(\??):(.+)$/.exec(field) ?? [];
    const held = given.get(name);
    if (!given.delete(name)) {
      if (optional === '') problems.push(`${name} is missing`);
    } else if (!types.split('|').some((type) => IS[type]?.(held) === true)) {
      problems.push(`${name} is no ${types}: ${JSON.stringify(held)}`);
    }
  }
  return [...problems, ...[...given.keys()].map((name) => `${name} is not in the contract`)];
}
