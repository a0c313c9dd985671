import type { PartnerConnection } from '../partner-center/connection.ts';
import { toInstantText } from '../partner-center/dates.ts';
import { asText, field } from '../partner-center/json.ts';
import { PartnerCenterError } from '../partner-center/partner-center-error.ts';
import type { TenantCallers } from '../tenants/tenant-callers.ts';
import type { AccountSessions } from './port.ts';

/** Microsoft's own value for an account that never had its sign-ins revoked is the day it was made; none at all is the epoch. */
const NEVER = 0;

export function createAccountSessions(
  tenants: Pick<TenantCallers, 'graphIn'>,
  { runtime }: Pick<PartnerConnection, 'runtime'>,
): AccountSessions {
  const userPath = (userId: string): string => `/v1.0/users/${encodeURIComponent(userId)}`;
  return {
    async validFrom(tenant, userId) {
      const path = `${userPath(userId)}?$select=id,signInSessionsValidFromDateTime`;
      try {
        const user = await tenants.graphIn(tenant).read({ path, tenant });
        const text = toInstantText(asText(field(user, 'signInSessionsValidFromDateTime')));
        return text === null ? NEVER : Date.parse(text);
      } catch (error) {
        if (error instanceof PartnerCenterError && error.kind === 'notFound') return null;
        throw error;
      }
    },
    async revoke(tenant, userId) {
      const path = `${userPath(userId)}/revokeSignInSessions`;
      const messageRequestId = runtime.newGuid();
      await tenants.graphIn(tenant).write({ method: 'POST', path, tenant, messageRequestId });
    },
  };
}
