import type { Caller } from '../partner-center/call.ts';
import { toInstantText } from '../partner-center/dates.ts';
import { meaningOf } from '../partner-center/errors.ts';
import { asText, field, type JsonValue } from '../partner-center/json.ts';
import type { Limits } from '../partner-center/limits.ts';
import { PartnerCenterError } from '../partner-center/partner-center-error.ts';
import type { ListedMail, NoticeMailbox } from './port.ts';
import { readMime } from './read-mime.ts';

/** Graph's share of the request limit is counted apart from Partner Center's. */
const tenant = 'graph';
const PAGE_SIZE = 100;
/** An id that outlives moving the mail from one folder to another. */
const headers = { prefer: 'IdType="ImmutableId"' };

const malformed = (code: string): PartnerCenterError =>
  new PartnerCenterError(meaningOf(500, null), { service: 'Microsoft Graph', code });

export interface NoticeMailboxOptions extends Pick<NoticeMailbox, 'address' | 'receivingHost'> {
  readonly limits: Pick<Limits, 'pages'>;
}

/**
 * The shared mailbox over Microsoft Graph's mail (`/v1.0/users/{mailbox}/…`), in the partner's own tenant, with `Mail.Read`.
 * A mail is read whole (`/$value`): its headers, as they came, are what is judged.
 */
export function createNoticeMailbox(
  caller: Caller,
  { address, receivingHost, limits }: NoticeMailboxOptions,
): NoticeMailbox {
  const mailbox = `/v1.0/users/${encodeURIComponent(address)}`;
  return {
    address: address.toLowerCase(),
    receivingHost,
    async list(folder, since) {
      const query = new URLSearchParams({
        $filter: `receivedDateTime ge ${new Date(since).toISOString()}`,
        $orderby: 'receivedDateTime',
        $select: 'id,receivedDateTime',
        $top: String(PAGE_SIZE),
      });
      const found: ListedMail[] = [];
      let next: string | null = `${mailbox}/mailFolders/${folder}/messages?${query.toString()}`;
      for (let count = 0; next !== null; count += 1) {
        if (count === limits.pages) throw malformed('endless_pages');
        const page: JsonValue = await caller.read({ path: next, tenant, headers });
        const items = field(page, 'value');
        if (!Array.isArray(items)) throw malformed('no_list');
        found.push(...items.map(listed));
        next = asText(field(page, '@odata.nextLink'));
      }
      return found.toSorted((one, other) => one.receivedAt - other.receivedAt);
    },
    async read(id) {
      const path = `${mailbox}/messages/${encodeURIComponent(id)}/$value`;
      const document = await caller.readBytes({ path, tenant, headers }).catch((error: unknown): null => {
        if (error instanceof PartnerCenterError && error.httpStatus === 404) return null;
        throw error;
      });
      return document && { document, mail: await readMime(document) };
    },
  };
}

/** One without id or date could be skipped, or read for ever: neither is silent. */
function listed(message: JsonValue): ListedMail {
  const id = asText(field(message, 'id'));
  const received = toInstantText(asText(field(message, 'receivedDateTime')));
  if (id === null || received === null) throw malformed('no_message');
  return { id, receivedAt: Date.parse(received) };
}
