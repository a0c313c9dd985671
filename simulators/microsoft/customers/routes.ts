import { z } from 'zod';
import { empty, json } from '../../kit/answer.ts';
import type { PartnerCall, PartnerRoute } from '../partner-call.ts';
import { PartnerFault } from '../partner-fault.ts';
import { billingProfileBody, createCustomer, domainTaken } from './create-customer.ts';
import { billingEtag, billingProfile, companyProfile, customerResource } from './customer.ts';
import { BILLING_PROFILE, CUSTOMER } from '../resource-members.ts';
import { refuseCustomersInSandbox } from './sandbox-customers.ts';
import { listCustomers } from './list-customers.ts';
import { checkRegistration } from './registration.ts';

/** Contract section 3. */
export const customerRoutes: readonly PartnerRoute[] = [
  {
    // Contract 3: 200 = taken, 404 = free.
    method: 'HEAD',
    pattern: '/v1/domains/{domain}',
    handle: ({ world, params }) => empty(domainTaken(world, params['domain'] ?? '') ? 200 : 404),
  },
  {
    method: 'POST',
    pattern: '/v1/customers',
    body: CUSTOMER,
    handle: ({ world, body }) => {
      refuseCustomersInSandbox(world);
      const { customer, credentials } = createCustomer(world, body);
      // Contract 3: the reply to a create still says "none"; lists say "reseller".
      return json(201, { ...customerResource(customer), relationshipToPartner: 'none', userCredentials: credentials });
    },
  },
  {
    method: 'GET',
    pattern: '/v1/customers',
    handle: ({ world, call }) => json(200, listCustomers(world, call.query, call.headers['ms-continuationtoken'])),
  },
  {
    // Contract 3 and 1.5: the link that an existing tenant follows to accept the reseller relation.
    method: 'GET',
    pattern: '/v1/customers/relationshiprequests',
    userOnly: true,
    handle: ({ world }) =>
      json(200, {
        url: `https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship&partnerId=${world.settings.partnerTenantId}&msppId=0#/BillingAccounts/partner-invitation`,
        attributes: { objectType: 'CustomerRelationshipRequest' },
      }),
  },
  {
    method: 'GET',
    pattern: '/v1/customers/{tenantId}',
    handle: (call) => json(200, customerResource(call.customer())),
  },
  {
    // Contract 3 and 1.5: ends the reseller relation; active subscriptions must be stopped first (I).
    method: 'PATCH',
    pattern: '/v1/customers/{tenantId}',
    userOnly: true,
    body: CUSTOMER,
    handle: endRelationship,
  },
  { method: 'DELETE', pattern: '/v1/customers/{tenantId}', handle: removeFromSandbox },
  {
    method: 'GET',
    pattern: '/v1/customers/{tenantId}/profiles/company',
    handle: (call) => json(200, companyProfile(call.customer())),
  },
  { method: 'GET', pattern: '/v1/customers/{tenantId}/profiles/billing', handle: readBillingProfile },
  {
    method: 'PUT',
    pattern: '/v1/customers/{tenantId}/profiles/billing',
    body: BILLING_PROFILE,
    handle: writeBillingProfile,
  },
];

function endRelationship(call: PartnerCall) {
  const customer = call.customer();
  const wanted = z
    .object({ relationshipToPartner: z.string().transform((word) => word.toLowerCase()) })
    .safeParse(call.body);
  if (!wanted.success || wanted.data.relationshipToPartner !== 'none') throw new PartnerFault('3000');
  const ended = { ...customer, relationshipToPartner: 'none' } as const;
  call.world.customers.put(customer.tenantId, '', ended);
  return json(200, customerResource(ended));
}

/** Contract 3 and 16: only a sandbox is cleared in this way. @throws PartnerFault 900127 */
function removeFromSandbox(call: PartnerCall) {
  const customer = call.customer();
  if (!call.world.settings.sandbox) throw new PartnerFault('900127');
  call.world.customers.put(customer.tenantId, '', { ...customer, relationshipToPartner: 'none' });
  return empty(204);
}

function readBillingProfile(call: PartnerCall) {
  const profile = billingProfile(call.customer());
  if (profile === undefined) throw new PartnerFault('1000', 'The billing profile of this tenant is not known here.');
  return json(200, profile);
}

/** Contract 3 and 2.4: the full resource; the etag is required here, in the header or in the body's attributes. */
function writeBillingProfile(call: PartnerCall) {
  const customer = call.customer();
  const version = customer.billing?.version ?? 0;
  const stated = z.object({ attributes: z.object({ etag: z.string() }) }).safeParse(call.body);
  const etag = call.ifMatch ?? (stated.success ? stated.data.attributes.etag : undefined);
  // Contract 3: "etag required"; the code for its absence is not published (I).
  if (etag === undefined) throw new PartnerFault('800036', 'The etag of the profile is required.');
  if (etag !== billingEtag(version)) throw new PartnerFault('2055');
  const parsed = billingProfileBody.safeParse(call.body);
  if (!parsed.success) throw new PartnerFault('800002', z.prettifyError(parsed.error));
  const { companyName, ...billing } = parsed.data;
  checkRegistration(billing.defaultAddress, customer.organizationRegistrationNumber);
  const changed = {
    ...customer,
    companyName,
    billing: {
      ...billing,
      firstName: billing.firstName ?? null,
      lastName: billing.lastName ?? null,
      version: version + 1,
    },
  };
  call.world.customers.put(customer.tenantId, '', changed);
  return json(200, billingProfile(changed));
}
