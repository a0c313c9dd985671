import { createHash } from 'node:crypto';
import { link } from '../wire.ts';
import type { World } from '../world.ts';
import type { Vetting } from './vetting.ts';

export interface Address {
  readonly country: string;
  readonly region?: string | null | undefined;
  readonly city: string;
  readonly state?: string | null | undefined;
  readonly addressLine1: string;
  readonly addressLine2?: string | null | undefined;
  readonly postalCode: string;
  readonly firstName: string;
  readonly middleName?: string | null | undefined;
  readonly lastName: string;
  readonly phoneNumber?: string | null | undefined;
}

export interface Customer {
  readonly tenantId: string;
  readonly commerceId: string;
  readonly domain: string;
  readonly companyName: string;
  readonly organizationRegistrationNumber: string | null;
  readonly relationshipToPartner: 'reseller' | 'none';
  /** Contract 4: signed by the customer itself; absent for a tenant that was not created here. */
  readonly signedDirectly?: boolean | undefined;
  /** Absent: allowed. */
  readonly vetting?: Vetting | undefined;
  /** Whether Microsoft's risk check lets its orders pass; absent: it does. */
  readonly riskCheck?: 'passed' | 'failed' | undefined;
  readonly qualifications?: readonly Qualification[] | undefined;
  /** Null for a tenant that was not created here: the simulator never saw its billing profile. */
  readonly billing: {
    readonly email: string;
    readonly culture: string;
    readonly language: string;
    readonly firstName: string | null;
    readonly lastName: string | null;
    readonly defaultAddress: Address;
    readonly version: number;
  } | null;
}

/** What a customer asked to be priced as, and what Microsoft said. */
export interface Qualification {
  readonly qualification: string;
  readonly vettingStatus: 'InReview' | 'Approved' | 'Denied' | 'Expired';
  readonly vettingCreatedDate: string;
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isGuid(text: string): boolean {
  return GUID.test(text);
}

/** A guid that follows from `seed`, so that a tenant met for the first time looks the same ever after. */
function derivedGuid(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The customer of a tenant id; an unknown tenant becomes one where the settings say so. Undefined otherwise, and for what is no guid. */
export function customerOf(world: World, tenantId: string): Customer | undefined {
  const known = world.customers.get(tenantId);
  if (known !== undefined || !world.settings.acceptUnknownTenants || !isGuid(tenantId)) return known;
  const prefix = `tenant${tenantId.replaceAll('-', '').slice(0, 12)}`;
  const met: Customer = {
    tenantId,
    commerceId: derivedGuid(`commerce ${tenantId}`),
    domain: `${prefix}.onmicrosoft.com`,
    companyName: prefix,
    organizationRegistrationNumber: null,
    relationshipToPartner: 'reseller',
    billing: null,
  };
  world.customers.put(tenantId, '', met);
  return met;
}

/** Contract 3: the profile that lists show. */
export function companyProfile(customer: Customer): object {
  return {
    tenantId: customer.tenantId,
    domain: customer.domain,
    companyName: customer.companyName,
    ...(customer.organizationRegistrationNumber === null
      ? {}
      : { organizationRegistrationNumber: customer.organizationRegistrationNumber }),
    links: { self: link(`/customers/${customer.tenantId}/profiles/company`) },
    attributes: { objectType: 'CustomerCompanyProfile' },
  };
}

/** Contract 3 and 2.4: the etag of a billing profile is a decimal string. */
export function billingProfile(customer: Customer): object | undefined {
  if (customer.billing === null) return undefined;
  const { version, ...billing } = customer.billing;
  return {
    id: derivedGuid(`billing ${customer.tenantId}`),
    ...billing,
    companyName: customer.companyName,
    links: { self: link(`/customers/${customer.tenantId}/profiles/billing`) },
    attributes: { etag: billingEtag(version), objectType: 'CustomerBillingProfile' },
  };
}

export function billingEtag(version: number): string {
  return String(1_000_000_000 + version);
}

/** Contract 3: an item of a list holds these members only. */
export function listedCustomer(customer: Customer): object {
  return {
    id: customer.tenantId,
    companyProfile: companyProfile(customer),
    relationshipToPartner: customer.relationshipToPartner,
    links: { self: link(`/customers/${customer.tenantId}`) },
    attributes: { objectType: 'Customer' },
  };
}

/** Contract 3: the whole resource; `allowDelegatedAccess` stands only here. */
export function customerResource(customer: Customer): object {
  const billing = billingProfile(customer);
  return {
    ...listedCustomer(customer),
    commerceId: customer.commerceId,
    ...(billing === undefined ? {} : { billingProfile: billing }),
    allowDelegatedAccess: customer.relationshipToPartner === 'reseller',
  };
}
