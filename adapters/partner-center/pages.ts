import type { Caller } from './call.ts';
import { meaningOf } from './errors.ts';
import { asInteger, asList, field, type JsonValue } from './json.ts';
import { nextPageOf, type NextPage } from './links.ts';
import { PartnerCenterError } from './partner-center-error.ts';
import type { TokenFor } from './tokens.ts';

/**
 * Every item of a collection, page after page (contract section 2.3).
 *
 * @throws PartnerCenterError also when the pages do not end, or one is no page: a list cut short would look like customers or
 * subscriptions that are gone
 */
export async function readAllPages(
  caller: Caller,
  first: { readonly path: string; readonly tenant: string; readonly as?: TokenFor },
  mostPages: number,
): Promise<readonly JsonValue[]> {
  const items: JsonValue[] = [];
  let page: NextPage | null = { path: first.path, headers: {} };
  for (let count = 0; page !== null; count += 1) {
    if (count === mostPages) throw new PartnerCenterError(meaningOf(500, null), { code: 'endless_pages' });
    const body: JsonValue = await caller.read({ ...first, ...page });
    const found = field(body, 'items');
    if (!Array.isArray(found) && asInteger(field(body, 'totalCount')) !== 0)
      throw new PartnerCenterError(meaningOf(500, null), { code: 'no_list' });
    items.push(...asList(found));
    page = nextPageOf(body);
  }
  return items;
}
