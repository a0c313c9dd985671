/** Names of the contract's resources, in the spelling of replies (contract 2.2). */
const NAMES = `
  id commerceId companyProfile billingProfile relationshipToPartner associatedPartnerId attributes objectType
  etag links tenantId domain companyName organizationRegistrationNumber email culture language defaultAddress
  firstName middleName lastName country region city state addressLine1 addressLine2 postalCode phoneNumber
  enableGDAPByDefault billingCycle currencyCode referenceCustomerId lineItems lineItemNumber offerId
  catalogItemId quantity friendlyName termDuration parentSubscriptionId partnerIdOnRecord provisioningContext
  promotionId addonItems status autoRenewEnabled scheduledNextTermInstructions product productId skuId
  availabilityId customTermEndDate renewalTermDuration suspensionReasons orderId cancellationReason
  primaryContact templateId dateAgreed type qualification orderGroup renewsTo participants
  eventIds eventStatus resolvedReason amount partnerId newNote text severity webhookUrl webhookEvents signatureTokenToMsSignatureHeader
  displayName applicationId applicationGrants enterpriseApplicationId scope
`;

const SPELLING: ReadonlyMap<string, string> = new Map(
  NAMES.trim()
    .split(/\s+/)
    .map((name) => [name.toLowerCase(), name]),
);

/** Contract 2.2: the server reads member names without regard to case; here every known one gets the spelling of replies. */
export function canonicalNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonicalNames);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [SPELLING.get(name.toLowerCase()) ?? name, canonicalNames(member)]),
  );
}

/** Contract 2.2: a link's `uri` starts `/customers/…`, without `/v1`. */
export interface Link {
  readonly uri: string;
  readonly method: string;
  readonly headers: readonly { readonly key: string; readonly value: string }[];
}

export function link(uri: string, headers: Link['headers'] = []): Link {
  return { uri, method: 'GET', headers };
}

/** Contract 2.3: a collection that fits one page. */
export function collectionOf(items: readonly object[], links: Record<string, Link>): object {
  return { totalCount: items.length, items, links, attributes: { objectType: 'Collection' } };
}

/** Contract 2.2: an instant in UTC with seven decimals, as the service writes them. */
export function instant(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '0000Z');
}
