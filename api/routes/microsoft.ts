import {
  addressCheck,
  addressCheckRequest,
  eligibility,
  microsoftDomain,
  microsoftRetry,
  microsoftTenantRequest,
} from '../../contracts/microsoft-tenants.ts';
import { refusedDutiesAgainStatement } from '../../db/microsoft-duties.ts';
import { eligibilityStatement } from '../../db/terms.ts';
import { Refusal } from '../../domain/errors.ts';
import { action } from '../action.ts';
import { customerWrite } from '../customer-write.ts';
import { askConsentAnew } from '../microsoft/owe-consent.ts';
import { hurryDuties } from '../microsoft/hurry-duties.ts';
import { linkTenant } from '../microsoft/link-tenant.ts';
import { microsoftRefusal } from '../microsoft/microsoft-refusal.ts';
import { takeFirstPassword } from '../microsoft/take-first-password.ts';
import { writeNote } from '../notes.ts';
import { read, readResource } from '../read.ts';
import { customerResource } from '../resources/customer.ts';
import { microsoftTenantResource } from '../resources/microsoft-tenant.ts';
import type { Route } from '../route.ts';
import { write } from '../write.ts';

const tag = 'microsoft';
const path = '/v1/customers/:customer/microsoft';

const refusing = (error: unknown): never => {
  throw microsoftRefusal(error);
};

export const microsoftRoutes: readonly Route[] = [
  readResource({
    id: 'getMicrosoftTenant',
    path: `${path}/tenant`,
    tag,
    summary: 'The customer’s tenant at Microsoft, how it came to it, and what is owed there',
    resource: microsoftTenantResource,
  }),
  write({
    id: 'linkMicrosoftTenant',
    method: 'POST',
    path: `${path}/tenant`,
    tag,
    summary: 'Invite the tenant that the customer has, link it once it has accepted, or make a new one',
    status: 200,
    idempotencyKey: 'required',
    body: microsoftTenantRequest,
    shows: microsoftTenantResource,
    commit: linkTenant,
  }),
  takeFirstPassword,
  customerWrite({
    id: 'retryMicrosoft',
    method: 'POST',
    path: `${path}/retry`,
    tag,
    summary: 'Ask Microsoft again for what it has refused, or anew for our consent in the customer’s tenant',
    status: 200,
    idempotencyKey: 'optional',
    body: microsoftRetry,
    because: 'retry',
    on: customerResource,
    shows: microsoftTenantResource,
    async change(change, { actor }, { reason, consent }, deps) {
      change.write(refusedDutiesAgainStatement(change.customer.id));
      if (consent) askConsentAnew(change, deps.now());
      change.audit('duties.retried', consent ? { consent } : {});
      writeNote(change, {
        subject: change.customer.id,
        kind: 'microsoftRetry',
        text: reason,
        actor: actor.name,
        wallNow: deps.now(),
      });
      return change.customer.id;
    },
    after: hurryDuties,
  }),
  customerWrite({
    id: 'recordEligibility',
    method: 'PUT',
    path: `${path}/eligibility`,
    tag,
    summary: 'Proof that the customer may have prices for education or for nonprofits, until a day',
    status: 200,
    idempotencyKey: 'optional',
    body: eligibility,
    because: 'eligibility',
    on: customerResource,
    shows: microsoftTenantResource,
    change(change, { actor }, { segment, until, note }, { now }) {
      if (until < change.today) throw new Refusal('day_has_passed', 'the proof has run out');
      const { id } = change.customer;
      change.write(eligibilityStatement(id, { segment, until }, { actor: actor.name, wallNow: now() }));
      change.audit('eligibility.recorded', { segment, until });
      writeNote(change, { subject: id, kind: 'eligibility', text: note, actor: actor.name, wallNow: now() });
      return id;
    },
  }),
  read({
    id: 'getMicrosoftDomain',
    path: '/v1/microsoft/domains/:prefix',
    tag,
    summary: 'Whether a tenant could be named so',
    answer: microsoftDomain,
    async load({ partnerOnboarding }, { params }) {
      const prefix = params['prefix'] ?? '';
      if (!/^[a-z0-9]{1,27}$/.test(prefix)) throw new Refusal('malformed', 'a prefix has 1 to 27 letters and digits');
      const domain = `${prefix}.onmicrosoft.com`;
      return { domain, available: await partnerOnboarding.isDomainFree(domain).catch(refusing) };
    },
  }),
  action({
    id: 'checkAddress',
    path: '/v1/microsoft/address-checks',
    tag,
    summary: 'Whether Microsoft knows an address, and what it would suggest',
    body: addressCheckRequest,
    answer: addressCheck,
    async perform({ partnerOnboarding }, _context, { line1, line2, ...rest }) {
      const asked = {
        country: rest.country,
        city: rest.city,
        postalCode: rest.postalCode,
        addressLine1: line1,
        ...(line2 === undefined ? {} : { addressLine2: line2 }),
        ...(rest.state === undefined ? {} : { state: rest.state }),
      };
      const { suggestions, ...check } = await partnerOnboarding.checkAddress(asked).catch(refusing);
      return {
        ...check,
        suggestions: suggestions.map(({ addressLine1, addressLine2, country, city, postalCode, state }) => ({
          line1: addressLine1,
          ...(addressLine2 === undefined ? {} : { line2: addressLine2 }),
          city,
          postalCode,
          ...(state === undefined ? {} : { state }),
          country,
        })),
      };
    },
  }),
];
