import type { Caller } from '../partner-center/call.ts';
import { meaningOf } from '../partner-center/errors.ts';
import { asText, field, type JsonValue } from '../partner-center/json.ts';
import { PartnerCenterError } from '../partner-center/partner-center-error.ts';

export interface LogPages {
  readonly service: string;
  readonly path: string;
  readonly tenant: string;
  /** `nextLink` of Azure, `@odata.nextLink` of Graph. */
  readonly next: string;
  readonly mostPages: number;
}

/**
 * Page after page of `{value: […]}`, each forgotten before the next is read.
 *
 * @throws PartnerCenterError also when the pages do not end, or one is no page: a log cut short would look like a quiet one
 */
export async function* logPages(caller: Caller, pages: LogPages): AsyncGenerator<readonly JsonValue[]> {
  const { service, tenant, mostPages } = pages;
  const malformed = (code: string) => new PartnerCenterError(meaningOf(500, null), { service, code });
  let path: string | null = pages.path;
  for (let count = 0; path !== null; count += 1) {
    if (count === mostPages) throw malformed('endless_pages');
    const page: JsonValue = await caller.read({ path, tenant });
    const items = field(page, 'value');
    if (!Array.isArray(items)) throw malformed('no_list');
    yield items;
    path = asText(field(page, pages.next));
  }
}
