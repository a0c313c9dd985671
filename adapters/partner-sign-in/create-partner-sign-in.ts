import { type PartnerConnection, partnersOwn } from '../partner-center/connection.ts';
import { meaningOf } from '../partner-center/errors.ts';
import { asBoolean, asInteger, asList, field } from '../partner-center/json.ts';
import { PartnerCenterError } from '../partner-center/partner-center-error.ts';
import type { PartnerSignIn } from './port.ts';

/** The look is itself a call in the administrator's name: one page says what is to be known of it, and of those before. */
export function createPartnerSignIn({ caller }: Pick<PartnerConnection, 'caller'>): PartnerSignIn {
  return {
    async look() {
      const { body, headers } = await caller.readWhole({ path: '/partnerRequests', tenant: partnersOwn, as: 'user' });
      const items = field(body, 'items');
      if (!Array.isArray(items) && asInteger(field(body, 'totalCount')) !== 0)
        throw new PartnerCenterError(meaningOf(500, null), { code: 'no_list' });
      const calls = asList(items).map((item) => asBoolean(field(item, 'mfaCompliant')));
      return {
        withMfa: asBoolean(headers['ismfacompliant'] ?? null),
        recent: { calls: calls.length, withoutMfa: calls.filter((compliant) => compliant === false).length },
      };
    },
  };
}
