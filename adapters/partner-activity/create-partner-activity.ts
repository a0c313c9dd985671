import { type PartnerConnection, partnersOwn } from '../partner-center/connection.ts';
import { toInstantText } from '../partner-center/dates.ts';
import { meaningOf } from '../partner-center/errors.ts';
import { asText, field, type JsonValue, parseJson } from '../partner-center/json.ts';
import { readAllPages } from '../partner-center/pages.ts';
import { PartnerCenterError } from '../partner-center/partner-center-error.ts';
import type { ActivityEntry, PartnerActivity } from './port.ts';

/** The largest page that Microsoft gives (contract §12.1). */
const PAGE_SIZE = 500;

/** Partner Center's log of what was done (contract §12.1). */
export function createPartnerActivity({ caller, limits }: PartnerConnection): PartnerActivity {
  return {
    async between(from, to) {
      const path = `/auditrecords?startDate=${from}&endDate=${to}&size=${PAGE_SIZE}`;
      return (await readAllPages(caller, { path, tenant: partnersOwn }, limits.pages)).map(entryOf);
    },
  };
}

function entryOf(record: JsonValue): ActivityEntry {
  const text = (name: string): string | null => asText(field(record, name));
  return Object.freeze({
    id: needed(text('id'), 'id'),
    customerTenantId: text('customerId')?.toLowerCase() ?? null,
    at: Date.parse(needed(toInstantText(text('operationDate')), 'operationDate')),
    operation: needed(text('operationType'), 'operationType'),
    resourceType: text('resourceType'),
    resource: idIn(text('resourceNewValue')) ?? idIn(text('resourceOldValue')),
    status: text('operationStatus'),
    applicationId: text('applicationId'),
    userPrincipalName: text('userPrincipalName'),
  });
}

/** Without these a record cannot be kept; to skip it would be a hole that nobody sees. */
function needed(value: string | null, name: string): string {
  if (value === null) throw new PartnerCenterError(meaningOf(500, null), { code: `AuditRecord_without_${name}` });
  return value;
}

/** Id in the text of a resource. What is no JSON has none, and an address in its place is personal data. */
function idIn(resource: string | null): string | null {
  if (resource === null) return null;
  try {
    const id = asText(field(parseJson(resource), 'id'));
    return id === null || id.includes('@') ? null : id;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
