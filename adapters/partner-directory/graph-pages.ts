import type { Caller } from '../partner-center/call.ts';
import { meaningOf } from '../partner-center/errors.ts';
import { asText, field, type JsonValue } from '../partner-center/json.ts';
import { PartnerCenterError } from '../partner-center/partner-center-error.ts';

/**
 * Every item of a collection of Graph, page after page by `@odata.nextLink`.
 * @throws PartnerCenterError also when the pages do not end, or one is no page: users missing from a list would look deleted
 */
export async function readGraphPages(
  caller: Caller,
  { path, tenant }: { readonly path: string; readonly tenant: string },
  mostPages: number,
): Promise<readonly JsonValue[]> {
  const items: JsonValue[] = [];
  let next: string | null = path;
  for (let count = 0; next !== null; count += 1) {
    if (count === mostPages) throw malformed('endless_pages');
    const page: JsonValue = await caller.read({ path: next, tenant });
    const value = field(page, 'value');
    if (!Array.isArray(value)) throw malformed('no_list');
    items.push(...(value as readonly JsonValue[]));
    next = asText(field(page, '@odata.nextLink'));
  }
  return items;
}

function malformed(code: string): PartnerCenterError {
  return new PartnerCenterError(meaningOf(500, null), { service: 'Microsoft Graph', code });
}
