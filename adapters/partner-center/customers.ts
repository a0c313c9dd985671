import type { Logger } from 'pino';
import type { Runtime } from '../runtime.ts';
import type { Caller } from './call.ts';
import { partnersOwn } from './connection.ts';
import { untilKnown } from './doubt.ts';
import { meaningOf } from './errors.ts';
import { asBoolean, asText, field, fieldAt, isObject, type JsonObject, type JsonValue } from './json.ts';
import type { Limits } from './limits.ts';
import { readAllPages } from './pages.ts';
import { doubtful, PartnerCenterError } from './partner-center-error.ts';
import type { CredentialVault, NewPartnerCustomer, PartnerCustomerView, RelationshipToPartner } from './port.ts';
import { messageRequestId } from './request-id.ts';

const relationships: ReadonlyMap<string, RelationshipToPartner> = new Map(
  (['none', 'reseller', 'advisor', 'syndication', 'microsoft_support'] as const).map((name) => [name, name]),
);

function customerView(resource: JsonValue): PartnerCustomerView {
  const company = field(resource, 'companyProfile');
  const relationship = asText(field(resource, 'relationshipToPartner'))?.toLowerCase() ?? '';
  return Object.freeze({
    tenantId: asText(field(resource, 'id')) ?? asText(field(company, 'tenantId')) ?? '',
    companyName: asText(field(company, 'companyName')) ?? asText(fieldAt(resource, 'billingProfile', 'companyName')),
    domain: asText(field(company, 'domain')),
    organizationRegistrationNumber: asText(field(company, 'organizationRegistrationNumber')),
    relationshipToPartner: relationships.get(relationship) ?? 'unknown',
    allowDelegatedAccess: asBoolean(field(resource, 'allowDelegatedAccess')),
  });
}

/** Who was created, and Microsoft's answer; null where the answer was lost. */
interface Created {
  readonly tenantId: string;
  readonly reply: JsonValue;
}

const given = (fields: Readonly<Record<string, string | undefined>>): JsonObject =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value]])),
  );

/** The customer as Microsoft wants it (contract section 3). Empty optional fields are left out, not sent as null. */
function newCustomerBody(input: NewPartnerCustomer): JsonObject {
  const { domain, companyName, organizationRegistrationNumber, email, culture, language, address } = input;
  return {
    companyProfile: given({ domain, companyName, organizationRegistrationNumber }),
    billingProfile: {
      ...given({ email, culture, language, companyName, firstName: address.firstName, lastName: address.lastName }),
      defaultAddress: given({ ...address }),
    },
  };
}

/**
 * Poland wants a registration number and a phone number (contract section 3). Microsoft refuses their absence with these
 * very codes; saying so before the call keeps a tenant's domain from being spent on a request that cannot succeed.
 *
 * @throws PartnerCenterError `refused`, without an HTTP status because nothing was sent
 */
function checkPolishRules(input: NewPartnerCustomer): void {
  if (input.address.country.toUpperCase() !== 'PL') return;
  const missing = !input.organizationRegistrationNumber ? '600049' : !input.address.phoneNumber ? '600051' : null;
  if (missing !== null) throw new PartnerCenterError(meaningOf(400, missing), { code: missing });
}

export function createCustomerCalls(
  caller: Caller,
  limits: Limits,
  runtime: Runtime,
  vault: CredentialVault | undefined,
  logger: Logger | undefined,
) {
  const findByDomain = async (domain: string): Promise<string | null> => {
    const filter = JSON.stringify({ Field: 'Domain', Value: domain, Operator: 'starts_with' });
    const path = `/customers?filter=${encodeURIComponent(filter)}`;
    const found = (await readAllPages(caller, { path, tenant: partnersOwn }, limits.pages))
      .map(customerView)
      .find((customer) => customer.domain?.toLowerCase() === domain.toLowerCase());
    return found?.tenantId ?? null;
  };

  /**
   * The initial password stands in the first answer only. Where that answer was lost, the repeated request id brings it
   * once more; should the server no longer know the id, the taken domain makes it refuse, and no second tenant exists.
   */
  const keepCredentials = async (created: Created, again: () => Promise<Created>): Promise<void> => {
    if (vault) {
      const reply = created.reply ?? (await again().catch(() => created)).reply;
      const credentials = field(reply, 'userCredentials');
      const [userName, password] = [asText(field(credentials, 'userName')), asText(field(credentials, 'password'))];
      if (userName !== null && password !== null) {
        await vault.store(created.tenantId, { userName, password }).catch((cause: unknown): never => {
          throw doubtful({ code: 'credentials_not_kept', cause });
        });
        return;
      }
    }
    const { tenantId } = created;
    logger?.warn(
      { tenantId, vault: vault !== undefined },
      'The new tenant’s initial password was not kept; reset it there',
    );
  };

  return {
    async createCustomer(input: NewPartnerCustomer, requestId: string): Promise<{ readonly tenantId: string }> {
      checkPolishRules(input);
      const path = '/customers';
      const send = async (): Promise<Created> => {
        const reply = await caller.write({
          method: 'POST',
          path,
          tenant: partnersOwn,
          body: newCustomerBody(input),
          messageRequestId: messageRequestId(requestId, 'POST', path),
        });
        const { tenantId } = customerView(reply);
        if (tenantId === '') throw doubtful({ code: 'no_customer_in_reply' });
        return { tenantId, reply };
      };
      const readBack = async (): Promise<Created | null> => {
        const tenantId = await findByDomain(input.domain);
        return tenantId === null ? null : { tenantId, reply: null };
      };
      const created = await untilKnown(send, readBack, limits, runtime);
      await keepCredentials(created, send);
      return { tenantId: created.tenantId };
    },

    async readCustomer(tenantId: string): Promise<PartnerCustomerView> {
      const resource = await caller.read({ path: `/customers/${encodeURIComponent(tenantId)}`, tenant: tenantId });
      if (!isObject(resource)) throw new PartnerCenterError(meaningOf(500, null), { code: 'no_resource' });
      return customerView(resource);
    },

    async relationshipRequestUrl(): Promise<string> {
      const reply = await caller.read({ path: '/customers/relationshiprequests', tenant: partnersOwn, as: 'user' });
      const url = asText(field(reply, 'url'));
      if (url === null) throw new PartnerCenterError(meaningOf(500, null), { code: 'no_url_in_reply' });
      return url;
    },
  };
}
