import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { PartnerFault } from '../partner-fault.ts';
import type { World } from '../world.ts';
import { putConsent } from '../tenant-consent.ts';
import type { Customer } from './customer.ts';
import { checkRegistration } from './registration.ts';

const short = z.string().trim().min(1).max(50);

export const address = z.object({
  country: z.string().trim().length(2).toUpperCase(),
  region: z.string().nullish(),
  city: z.string().trim().min(1),
  state: z.string().max(2).nullish(),
  addressLine1: z.string().trim().min(1).max(200),
  addressLine2: z.string().max(200).nullish(),
  postalCode: z.string().trim().min(1),
  firstName: short,
  middleName: z.string().nullish(),
  lastName: short,
  phoneNumber: z.string().nullish(),
});

/** Contract 3: what a new customer needs. */
/** Contract 3: a billing profile as it is sent. */
export const billingProfileBody = z.object({
  email: z.email(),
  culture: z.string().min(2),
  language: z.string().min(2),
  companyName: z.string().trim().min(1),
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  defaultAddress: address,
});

const newCustomer = z.object({
  companyProfile: z.object({
    domain: z.string().regex(/^[a-z0-9]{1,27}\.onmicrosoft\.com$/i, 'no <prefix>.onmicrosoft.com'),
    organizationRegistrationNumber: z.string().nullish(),
  }),
  billingProfile: billingProfileBody,
});

export interface CreatedCustomer {
  readonly customer: Customer;
  /** Contract 3: shown this once. */
  readonly credentials: { readonly userName: string; readonly password: string };
}

/**
 * Contract 3, `POST /v1/customers`: a new tenant with its reseller relation.
 * @throws PartnerFault 800002 for a missing or malformed member, 600002/600049/600050/600051 by country
 */
export function createCustomer(world: World, body: unknown): CreatedCustomer {
  const parsed = newCustomer.safeParse(body);
  if (!parsed.success) throw new PartnerFault('800002', z.prettifyError(parsed.error));
  const { companyProfile, billingProfile } = parsed.data;
  checkRegistration(billingProfile.defaultAddress, companyProfile.organizationRegistrationNumber ?? null);
  if (domainTaken(world, companyProfile.domain)) throw new PartnerFault('3000', 'The domain is not available.');
  const customer: Customer = {
    tenantId: randomUUID(),
    commerceId: randomUUID(),
    domain: companyProfile.domain,
    companyName: billingProfile.companyName,
    organizationRegistrationNumber: companyProfile.organizationRegistrationNumber ?? null,
    relationshipToPartner: 'reseller',
    signedDirectly: false,
    billing: {
      email: billingProfile.email,
      culture: billingProfile.culture,
      language: billingProfile.language,
      firstName: billingProfile.firstName ?? null,
      lastName: billingProfile.lastName ?? null,
      defaultAddress: billingProfile.defaultAddress,
      version: 1,
    },
  };
  world.customers.put(customer.tenantId, '', customer);
  // Contract 1.3: nobody has let the application in yet.
  putConsent(world, customer.tenantId, { granted: false });
  return {
    customer,
    credentials: { userName: `admin@${customer.domain}`, password: randomBytes(12).toString('base64url') },
  };
}

export function domainTaken(world: World, domain: string): boolean {
  return world.customers.all().some((customer) => customer.domain.toLowerCase() === domain.toLowerCase());
}
