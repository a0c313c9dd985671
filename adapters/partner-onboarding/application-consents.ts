import type { PartnerConnection } from '../partner-center/connection.ts';
import { untilKnown } from '../partner-center/doubt.ts';
import type { JsonValue } from '../partner-center/json.ts';
import { PartnerCenterError } from '../partner-center/partner-center-error.ts';
import { messageRequestId } from '../partner-center/request-id.ts';
import type { PartnerOnboarding } from './port.ts';

/**
 * What the application may do in a customer's tenant (contract section 1.3), by delegated permissions: never more than the
 * administrator in whose name it calls may do there. Each stands here for calls that this program makes: `AuditLog.Read.All`
 * for both logs, the last sign-ins of users and who is registered for MFA (sections 12.2 and 13), with it
 * `Directory.Read.All` for users, licences and subscriptions; `User.ReadWrite.All` for accounts that a containment or a remedy
 * disables, deletes, or signs out; `RoleManagement.ReadWrite.Directory` for roles that a grant gives and takes back (section
 * 14.2; section 1.5 has its reading half). Azure knows one permission.
 */
const APPLICATION_GRANTS: readonly { readonly enterpriseApplicationId: string; readonly scope: string }[] = [
  {
    enterpriseApplicationId: '00000003-0000-0000-c000-000000000000',
    scope: ['AuditLog.Read.All', 'Directory.Read.All', 'RoleManagement.ReadWrite.Directory', 'User.ReadWrite.All'].join(
      ',',
    ),
  },
  { enterpriseApplicationId: '797f4846-ba00-4fd7-ba43-dac1f8f63013', scope: 'user_impersonation' },
];

/** How the application is called in the customer's list of applications. */
const DISPLAY_NAME = 'Tenure';

/**
 * The application's consent in a customer's tenant, in the name of the administrator who consented for the partner: section 1.5
 * does not say who may (I). Nothing reads a consent back; Microsoft's answer is all there is.
 */
export function createApplicationConsents({
  caller,
  limits,
  runtime,
  applicationId,
}: PartnerConnection): Pick<PartnerOnboarding, 'consent' | 'withdrawConsent'> {
  const pathOf = (tenantId: string): string => `/customers/${encodeURIComponent(tenantId)}/applicationconsents`;

  /** Under an id of its own, since both are wishes for a state: an old answer repeated would hide what came in between. */
  const write = async (method: 'POST' | 'DELETE', path: string, tenant: string, body?: JsonValue): Promise<void> => {
    const id = messageRequestId(runtime.newGuid(), method, path);
    const send = () =>
      caller.write({ method, path, tenant, ...(body === undefined ? {} : { body }), messageRequestId: id, as: 'user' });
    await untilKnown(send, async () => null, limits, runtime);
  };

  const give = async (tenant: string): Promise<void> => {
    const applicationGrants = APPLICATION_GRANTS.map((grant) => ({ ...grant }));
    await write('POST', pathOf(tenant), tenant, { displayName: DISPLAY_NAME, applicationId, applicationGrants });
  };

  const withdrawConsent = async (tenantId: string): Promise<void> => {
    try {
      await write('DELETE', `${pathOf(tenantId)}/${encodeURIComponent(applicationId)}`, tenantId);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  };

  return {
    withdrawConsent,
    /**
     * One that stands already is taken for ours, whose answer was lost: taking it away first would lock us out of the tenant
     * while Entra takes it in, perhaps in the middle of a containment. Only a consent that a person asks for anew replaces it,
     * because what stands may have fewer permissions than are needed by now.
     */
    async consent(tenantId, { anew }) {
      try {
        await give(tenantId);
      } catch (error) {
        if (!stands(error)) throw error;
        if (!anew) return;
        await withdrawConsent(tenantId);
        await give(tenantId);
      }
    },
  };
}

/** Neither status nor code is published (I): community code waits for a 409, or for these words of the directory behind it. */
function stands(error: unknown): boolean {
  if (!(error instanceof PartnerCenterError)) return false;
  return error.httpStatus === 409 || /permission entry already exists/i.test(error.description ?? '');
}

function isGone(error: unknown): boolean {
  return error instanceof PartnerCenterError && error.httpStatus === 404;
}
