import { microsoftTenant } from '../../contracts/microsoft-tenants.ts';
import { hasFirstPassword } from '../../db/first-passwords.ts';
import { loadAccount } from '../../db/load-account.ts';
import { dutiesOf } from '../../db/microsoft-duties.ts';
import { findTenantRequest } from '../../db/tenant-requests.ts';
import { explainRefusal } from '../../domain/service/explain-refusal.ts';
import type { Resource } from '../resource.ts';
import { customerBy } from './customer.ts';

/** A customer's tenant, how it came to it, and what is owed to Microsoft. */
export const microsoftTenantResource: Resource<typeof microsoftTenant> = {
  name: 'customer',
  schema: microsoftTenant,
  async load(db, reference) {
    const customer = await customerBy(db, reference);
    const { tenant } = (await loadAccount(db, customer)).account.traits;
    const request = await findTenantRequest(db, customer.id);
    const duties = await dutiesOf(db, customer.id);
    const asked = request?.state === 'made' ? 'asked' : request?.state;
    return {
      customer: customer.id,
      tenant,
      state: tenant === null ? (asked ?? 'none') : 'linked',
      domain: request?.domain ?? null,
      invitationUrl: tenant === null ? (request?.invitationUrl ?? null) : null,
      ...explained(tenant === null ? (request?.code ?? null) : null),
      firstPasswordWaits: tenant !== null && (await hasFirstPassword(db, tenant)),
      duties: duties.map(({ kind, state, code, askedAt, endedAt }) => ({
        what: kind,
        state,
        ...explained(code),
        askedAt,
        endedAt,
      })),
    };
  },
};

function explained(code: string | null): { readonly code: string | null; readonly explanation: string | null } {
  return { code, explanation: code === null ? null : explainRefusal(code).words };
}
