import { partnersOwn, type PartnerConnection } from '../partner-center/connection.ts';
import { asList, asText, field, type JsonValue } from '../partner-center/json.ts';
import { messageRequestId } from '../partner-center/request-id.ts';
import { createAgreements } from './agreements.ts';
import { createApplicationConsents } from './application-consents.ts';
import { createBillingProfiles } from './billing-profiles.ts';
import type { AddressCheck, PartnerOnboarding, PostalAddress, Qualification } from './port.ts';

const customerPath = (tenantId: string): string => `/customers/${encodeURIComponent(tenantId)}`;

/** What is done at Microsoft before a customer's first order (contract sections 3 and 4). */
export function createPartnerOnboarding(connection: PartnerConnection): PartnerOnboarding {
  const { caller, runtime } = connection;
  return {
    ...createAgreements(connection),
    ...createBillingProfiles(connection),
    ...createApplicationConsents(connection),
    isDomainFree: async (domain) =>
      !(await caller.probe({ path: `/domains/${encodeURIComponent(domain)}`, tenant: partnersOwn })),
    async checkAddress(address) {
      const path = '/validations/address';
      // Nothing is changed by it: a repetition does no harm.
      const messageId = messageRequestId(runtime.newGuid(), 'POST', path);
      return addressCheck(
        await caller.write({
          method: 'POST',
          path,
          tenant: partnersOwn,
          body: { ...address },
          messageRequestId: messageId,
        }),
      );
    },
    async qualifications(tenantId) {
      const reply = await caller.read({ path: `${customerPath(tenantId)}/qualifications`, tenant: tenantId });
      // A knowledge base shows a bare list, others a collection.
      return asList(Array.isArray(reply) ? reply : field(reply, 'items')).flatMap(qualificationOf);
    },
    async vetting(tenantId) {
      const path = `${customerPath(tenantId)}/validationStatus?type=account`;
      return asText(field(await caller.read({ path, tenant: tenantId, as: 'user' }), 'status')) ?? 'unknown';
    },
  };
}

const VERIFIED: ReadonlySet<string> = new Set(['verifiedshippable', 'verified']);

function addressCheck(reply: JsonValue): AddressCheck {
  const status = asText(field(reply, 'status')) ?? 'NotValidated';
  const suggestions = asList(field(reply, 'suggestedAddresses')).map(postalAddress);
  const state = VERIFIED.has(status.toLowerCase()) ? 'verified' : suggestions.length > 0 ? 'suggested' : 'unknown';
  return { state, status, suggestions, message: asText(field(reply, 'validationMessage')) };
}

function postalAddress(value: JsonValue): PostalAddress {
  const text = (name: string): string => asText(field(value, name)) ?? '';
  const optional = (name: 'state' | 'addressLine2'): object => {
    const found = asText(field(value, name));
    return found === null ? {} : { [name]: found };
  };
  return {
    country: text('country'),
    city: text('city'),
    addressLine1: text('addressLine1'),
    postalCode: text('postalCode'),
    ...optional('state'),
    ...optional('addressLine2'),
  };
}

function qualificationOf(value: JsonValue): readonly Qualification[] {
  const qualification = asText(field(value, 'qualification'))?.toLowerCase();
  if (qualification === undefined) return [];
  return [{ qualification, status: (asText(field(value, 'vettingStatus')) ?? 'unknown').toLowerCase() }];
}
