import { type PartnerConnection, partnersOwn } from '../partner-center/connection.ts';
import { meaningOf } from '../partner-center/errors.ts';
import { asText, field } from '../partner-center/json.ts';
import { PartnerCenterError } from '../partner-center/partner-center-error.ts';
import type { ServiceRequests } from './port.ts';

/** An old sample of Microsoft's has the status as a number (contract §12.3), in the order of the words. */
const WORDS = ['none', 'open', 'closed', 'attention_needed'];

/** Partner Center's service requests; they are made in its portal alone. */
export function createServiceRequests({ caller }: Pick<PartnerConnection, 'caller'>): ServiceRequests {
  return {
    async read(number) {
      const path = `/servicerequests/${encodeURIComponent(number)}`;
      const request = await caller.read({ path, tenant: partnersOwn, as: 'user' }).catch((error: unknown): null => {
        if (error instanceof PartnerCenterError && error.httpStatus === 404) return null;
        throw error;
      });
      if (request === null) return null;
      const status = asText(field(request, 'status'))?.toLowerCase();
      if (status === undefined)
        throw new PartnerCenterError(meaningOf(500, null), { code: 'ServiceRequest_without_status' });
      return { number, status: WORDS[Number(status)] ?? status };
    },
  };
}
