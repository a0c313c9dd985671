import type { PartnerConnection } from '../partner-center/connection.ts';
import { untilKnown } from '../partner-center/doubt.ts';
import { meaningOf } from '../partner-center/errors.ts';
import {
  asText,
  field,
  fieldAt,
  isObject,
  type JsonObject,
  type JsonValue,
  withFields,
} from '../partner-center/json.ts';
import { PartnerCenterError } from '../partner-center/partner-center-error.ts';
import { messageRequestId } from '../partner-center/request-id.ts';
import type { BillingProfile, PartnerOnboarding } from './port.ts';

/** Billing profiles (contract section 3): written whole, with the etag that was read a moment before. */
export function createBillingProfiles({
  caller,
  limits,
  runtime,
}: PartnerConnection): Pick<PartnerOnboarding, 'billingProfile' | 'setBillingEmail'> {
  const pathOf = (tenantId: string): string => `/customers/${encodeURIComponent(tenantId)}/profiles/billing`;

  const read = async (tenantId: string): Promise<JsonObject> => {
    const profile = await caller.read({ path: pathOf(tenantId), tenant: tenantId });
    if (isObject(profile)) return profile;
    throw new PartnerCenterError(meaningOf(500, null), { code: 'no_resource' });
  };

  return {
    billingProfile: async (tenantId) => view(await read(tenantId)),
    async setBillingEmail(tenantId, email, requestId) {
      const path = pathOf(tenantId);
      const seen = async (): Promise<JsonObject | null> => {
        const profile = await read(tenantId);
        return asText(field(profile, 'email')) === email ? profile : null;
      };
      for (let repetition = 0; ; repetition += 1) {
        const before = await read(tenantId);
        if (asText(field(before, 'email')) === email) return view(before);
        const etag = asText(fieldAt(before, 'attributes', 'etag'));
        const send = async (): Promise<JsonObject | null> => {
          await caller.write({
            method: 'PUT',
            path,
            tenant: tenantId,
            body: withFields(before, { email }),
            messageRequestId: messageRequestId(requestId, 'PUT', path, etag ?? ''),
            ifMatch: etag,
          });
          return await seen();
        };
        try {
          const after = await untilKnown(send, seen, limits, runtime);
          if (after !== null) return view(after);
          throw new PartnerCenterError(meaningOf(409, null), { code: 'not_yet_visible' });
        } catch (error) {
          const stale = error instanceof PartnerCenterError && error.kind === 'stale';
          if (!stale || repetition >= limits.staleRetries) throw error;
        }
      }
    },
  };
}

function view(profile: JsonValue): BillingProfile {
  return {
    companyName: asText(field(profile, 'companyName')),
    email: asText(field(profile, 'email')),
    country: asText(fieldAt(profile, 'defaultAddress', 'country'))?.toUpperCase() ?? null,
  };
}
