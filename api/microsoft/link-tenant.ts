import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import type { MicrosoftTenantRequest } from '../../contracts/microsoft-tenants.ts';
import type { Change } from '../../db/change.ts';
import { commitChange } from '../../db/commit-change.ts';
import { customerOfTenant } from '../../db/customer-of-tenant.ts';
import type { CustomerHead } from '../../db/customers.ts';
import { loadAccount } from '../../db/load-account.ts';
import { endTenantRequest, findTenantRequest, keepTenantRequest } from '../../db/tenant-requests.ts';
import { Refusal } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import { moneyRequestOf } from '../money/money-request.ts';
import type { Made } from '../outcome.ts';
import { customerBy } from '../resources/customer.ts';
import type { WriteContext } from '../write.ts';
import { hurryDuties } from './hurry-duties.ts';
import { isRefusedByMicrosoft, microsoftRefusal } from './microsoft-refusal.ts';
import { newTenant } from './new-tenant.ts';
import { consentStatement } from './owe-consent.ts';

/**
 * Gives a customer its tenant at Microsoft: invites the one it has, links that one once it has accepted, or makes a new one.
 * A person waits for it, and nothing of it is a turn of the life, which hears of the tenant as of any change of master data.
 * @throws Refusal `conflict`, `refused_by_microsoft`, `gateway_failed`
 */
export async function linkTenant(deps: ApiDeps, context: WriteContext, body: MicrosoftTenantRequest): Promise<Made> {
  const customer = await customerBy(deps.db, context.params['customer'] ?? '');
  context.about(customer.id);
  const { account } = await loadAccount(deps.db, customer);
  if (account.traits.tenant !== null) throw new Refusal('conflict', 'the customer has a tenant already');
  const { link, create } = body;
  if (create !== undefined) return await makeTenant(deps, context, customer, create);
  return link === undefined || link === true
    ? await invite(deps, context, customer)
    : await linkAccepted(deps, context, customer, link.tenantId.toLowerCase());
}

async function invite(deps: ApiDeps, context: WriteContext, customer: CustomerHead): Promise<Made> {
  const invitationUrl = await deps.partnerCenter.relationshipRequestUrl().catch((error: unknown): never => {
    throw microsoftRefusal(error);
  });
  const request = {
    domain: null,
    attempt: 1,
    code: null,
    askedAt: deps.now(),
    state: 'invited' as const,
    invitationUrl,
  };
  return await commit(deps, context, customer, async (change) => {
    await keepTenantRequest(change.trx, customer.id, request, context.actor.name);
    change.audit('tenant.invited', {});
  });
}

/** Microsoft is asked whether the relationship stands: an id that somebody typed is no proof of it. */
async function linkAccepted(
  deps: ApiDeps,
  context: WriteContext,
  customer: CustomerHead,
  tenant: string,
): Promise<Made> {
  const found = await deps.partnerCenter.readCustomer(tenant).catch((error: unknown): never => {
    throw microsoftRefusal(error);
  });
  if (found.relationshipToPartner !== 'reseller')
    throw new Refusal('conflict', `the tenant has not accepted us as its reseller: ${found.relationshipToPartner}`);
  return await record(deps, context, customer, tenant);
}

/**
 * The request is on record before Microsoft is asked, and names the intention there: whoever repeats it, under whatever key,
 * asks for the same tenant. One that Microsoft has refused is a new intention when it is corrected.
 */
async function makeTenant(
  deps: ApiDeps,
  context: WriteContext,
  customer: CustomerHead,
  create: NonNullable<MicrosoftTenantRequest['create']>,
): Promise<Made> {
  if (deps.firstPasswords === undefined)
    throw new Refusal('conflict', 'CREDENTIALS_KEY is not set: the first password of a tenant could not be kept');
  const wanted = await newTenant(deps.db, customer, create);
  const known = await findTenantRequest(deps.db, customer.id);
  if (known?.state === 'asked' && known.domain !== wanted.domain)
    throw new Refusal(
      'conflict',
      `${known.domain ?? 'another domain'} was asked for, and its answer is not known: repeat that`,
    );
  const attempt = known?.state === 'refused' ? known.attempt + 1 : (known?.attempt ?? 1);
  const asked = { state: 'asked', domain: wanted.domain, attempt, invitationUrl: null, code: null } as const;
  await deps.db
    .transaction()
    .execute((trx) => keepTenantRequest(trx, customer.id, { ...asked, askedAt: deps.now() }, context.actor.name));
  const { tenantId } = await deps.partnerCenter
    .createCustomer(wanted, `tenant/${customer.id}/${attempt}`)
    .catch(async (error: unknown): Promise<never> => {
      if (error instanceof PartnerCenterError && isRefusedByMicrosoft(error))
        await endTenantRequest(deps.db, customer.id, 'refused', error.code ?? error.kind);
      throw microsoftRefusal(error);
    });
  await endTenantRequest(deps.db, customer.id, 'made', null);
  return await record(deps, context, customer, tenantId.toLowerCase());
}

async function record(deps: ApiDeps, context: WriteContext, customer: CustomerHead, tenant: string): Promise<Made> {
  const other = await customerOfTenant(deps.db, tenant);
  if (other !== undefined && other.id !== customer.id)
    throw new Refusal('conflict', `the tenant belongs to customer ${other.id}`);
  const made = await commit(deps, context, customer, (change) => {
    change.record([{ kind: 'customer.changed', effectiveOn: change.today, body: { tenant } }]);
    change.write(consentStatement(customer.id, deps.now()));
    change.audit('tenant.linked', { tenant });
  });
  await hurryDuties(deps);
  return made;
}

async function commit(
  deps: ApiDeps,
  context: WriteContext,
  customer: CustomerHead,
  make: (change: Change) => Promise<void> | void,
): Promise<Made> {
  const request = { ...moneyRequestOf(deps, context), customer: customer.id, because: 'tenant' };
  const { result, operationId } = await commitChange(deps.db, request, async (change) => {
    await make(change);
    return { shown: customer.id, customerId: customer.id };
  });
  return { ...result, operationId };
}
