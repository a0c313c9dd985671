import { type Answer, html, json } from '../kit/answer.ts';
import { ControlRefused } from '../kit/control.ts';
import type { Call } from '../kit/http-server.ts';
import { param, type Route } from '../kit/router.ts';
import { listPage, mailPage } from './pages.ts';
import type { MessageStore } from './store.ts';

const NOT_FOUND: Answer = json(404, { error: 'no such mail' });
const PAGE_SIZE = 200;
const LARGEST_LIMIT = 1000;

/** Reading the mail: pages for people, JSON for programs. */
export function mailRoutes(store: MessageStore): Route<Call>[] {
  return [
    {
      method: 'GET',
      pattern: '/',
      handle: ({ query }) => {
        const to = query.get('to')?.trim() ?? '';
        return html(
          listPage(
            store.list({ to: to === '' ? undefined : to, newestFirst: true, limit: PAGE_SIZE }),
            store.count(),
            to,
          ),
        );
      },
    },
    {
      method: 'GET',
      pattern: '/mail/{id}',
      handle: (_call, params) => {
        const message = store.find(param(params, 'id'));
        if (message === undefined) return NOT_FOUND;
        return html(mailPage(message, store.list({ messageId: message.messageId, limit: LARGEST_LIMIT }).length));
      },
    },
    {
      method: 'GET',
      pattern: '/messages',
      handle: ({ query }) => {
        const limit = Math.min(LARGEST_LIMIT, wholeNumber(query.get('limit')) ?? 100);
        const items = store.list({
          to: query.get('to') ?? undefined,
          messageId: query.get('messageId')?.replace(/^<|>$/g, ''),
          since: instant(query.get('since')),
          after: wholeNumber(query.get('after')),
          newestFirst: query.get('order') === 'newest',
          limit,
        });
        return json(200, { items, nextAfter: items.length === limit ? (items.at(-1)?.id ?? null) : null });
      },
    },
    {
      method: 'GET',
      pattern: '/messages/{id}',
      handle: (_call, params) => {
        const message = store.find(param(params, 'id'));
        return message === undefined ? NOT_FOUND : json(200, message);
      },
    },
    {
      method: 'GET',
      pattern: '/messages/{id}/raw',
      handle: (_call, params) => {
        const raw = store.raw(param(params, 'id'));
        return raw === undefined
          ? NOT_FOUND
          : { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: raw };
      },
    },
  ];
}

function wholeNumber(text: string | null): number | undefined {
  if (text === null) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw new ControlRefused(400, `${text} is no whole number`);
  return Number(text);
}

function instant(text: string | null): number | undefined {
  if (text === null) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new ControlRefused(400, `${text} is no instant`);
  return at;
}
