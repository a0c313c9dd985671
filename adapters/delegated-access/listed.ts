import type { Caller } from '../partner-center/call.ts';
import { meaningOf } from '../partner-center/errors.ts';
import { asText, field, type JsonValue } from '../partner-center/json.ts';
import { PartnerCenterError } from '../partner-center/partner-center-error.ts';

/** What is not as the contract says, such as a list that is none. */
export const malformed = (service: string, code: string): PartnerCenterError =>
  new PartnerCenterError(meaningOf(500, null), { service, code });

/**
 * Every item of a list of Graph (`@odata.nextLink`) or Azure (`nextLink`), page after page.
 * @throws PartnerCenterError also when the pages do not end: an assignment that is not seen would look like one that is gone
 */
export async function readListed(
  caller: Caller,
  { path, tenant, nextLink, service }: { path: string; tenant: string; nextLink: string; service: string },
  mostPages: number,
): Promise<readonly JsonValue[]> {
  const items: JsonValue[] = [];
  let next: string | null = path;
  for (let count = 0; next !== null; count += 1) {
    if (count === mostPages) throw malformed(service, 'endless_pages');
    const page: JsonValue = await caller.read({ path: next, tenant });
    const found = field(page, 'value');
    if (!Array.isArray(found)) throw malformed(service, 'no_list');
    items.push(...found);
    next = asText(field(page, nextLink));
  }
  return items;
}

/** A list of Graph. */
export function readGraphList(
  caller: Caller,
  path: string,
  tenant: string,
  mostPages: number,
): Promise<readonly JsonValue[]> {
  return readListed(caller, { path, tenant, nextLink: '@odata.nextLink', service: 'Microsoft Graph' }, mostPages);
}
