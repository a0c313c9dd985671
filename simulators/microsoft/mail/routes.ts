import type { Answer } from '../../kit/answer.ts';
import { json } from '../../kit/answer.ts';
import { param } from '../../kit/router.ts';
import type { GraphCall, GraphRoute } from '../graph/graph-call.ts';
import { GraphFault } from '../graph/graph-fault.ts';
import { countOf, filterBy, selected } from '../graph/odata.ts';
import { idShown, mailboxOf, type StoredMail, wantsImmutable } from './stored-mail.ts';

const USER = '/v1.0/users/{user}';
const PROPERTIES = ['id', 'receivedDateTime', 'internetMessageId', 'parentFolderId', 'isRead'];
const OPTIONS = ['$filter', '$orderby', '$select', '$top', '$skip'];
/** Graph gives ten unless asked, and a thousand at most. */
const USUAL_PAGE = 10;
const LARGEST_PAGE = 1000;

/** Mail of Graph v1.0: a folder page by page, one message, and its MIME content. */
export const mailRoutes: readonly GraphRoute[] = [
  { method: 'GET', pattern: `${USER}/mailFolders/{folder}/messages`, handle: list },
  { method: 'GET', pattern: `${USER}/messages/{message}`, handle: (call) => json(200, shown(find(call), call)) },
  { method: 'GET', pattern: `${USER}/messages/{message}/$value`, handle: mime },
];

function list(call: GraphCall): Answer {
  const { world } = call;
  const { query } = call.call;
  const mailbox = mailboxOf(call);
  const folder = param(call.params, 'folder').toLowerCase();
  if (folder !== 'inbox' && folder !== 'junkemail')
    throw new GraphFault(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
  const unknown = [...query.keys()].find((name) => name.startsWith('$') && !OPTIONS.includes(name));
  if (unknown !== undefined) throw new GraphFault(400, 'BadRequest', `The query option '${unknown}' is not supported.`);
  const holds = filterBy(query.get('$filter'), PROPERTIES, {});
  const pick = selected(query.get('$select'), PROPERTIES);
  const newestFirst = orderOf(query.get('$orderby'));
  const size = Math.min(
    Math.max(1, countOf(query.get('$top'), USUAL_PAGE)),
    LARGEST_PAGE,
    world.settings.graphPageSize,
  );
  const skip = countOf(query.get('$skip'), 0);
  const mails = world.mails
    .ownedBy(mailbox)
    .filter((mail) => mail.folder === folder)
    .toSorted((one, other) => (newestFirst ? other.receivedAt - one.receivedAt : one.receivedAt - other.receivedAt))
    .map((mail) => shown(mail, call))
    .filter(holds);
  const more = mails.length > skip + size;
  const next = new URLSearchParams(query);
  next.set('$skip', String(skip + size));
  return json(200, {
    '@odata.context': `${world.address.url}/v1.0/$metadata#users/messages`,
    value: mails.slice(skip, skip + size).map(pick),
    ...(more ? { '@odata.nextLink': `${world.address.url}${call.call.path}?${next.toString()}` } : {}),
  });
}

/** Without an order the newest comes first. @throws GraphFault 400 for anything but `receivedDateTime`, either way */
function orderOf(text: string | null): boolean {
  if (text === null) return true;
  const [, direction = 'asc'] = /^receivedDateTime(?: (asc|desc))?$/.exec(text.trim()) ?? [undefined, 'none'];
  if (direction === 'none') throw new GraphFault(400, 'BadRequest', `Invalid $orderby: ${text}`);
  return direction === 'desc';
}

function shown(mail: StoredMail, call: GraphCall): Readonly<Record<string, unknown>> {
  const head =
    Buffer.from(mail.mime, 'base64')
      .toString('latin1')
      .split(/\r?\n\r?\n/)[0] ?? '';
  return {
    id: idShown(mail, wantsImmutable(call)),
    // To the second, as Exchange writes it.
    receivedDateTime: `${new Date(mail.receivedAt).toISOString().slice(0, 19)}Z`,
    internetMessageId: /^message-id:\s*(\S+)/im.exec(head)?.[1] ?? null,
    parentFolderId: mail.folder,
    isRead: false,
  };
}

/** The content as it came: `text/plain`, and no JSON. */
function mime(call: GraphCall): Answer {
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: Buffer.from(find(call).mime, 'base64') };
}

function find(call: GraphCall): StoredMail {
  const mailbox = mailboxOf(call);
  const id = param(call.params, 'message');
  const immutable = wantsImmutable(call);
  const found = call.world.mails.ownedBy(mailbox).find((mail) => idShown(mail, immutable) === id);
  if (found === undefined)
    throw new GraphFault(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
  return found;
}
