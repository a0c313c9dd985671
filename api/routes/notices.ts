import { newNoticePreview, noticePage, noticePreview, noticeQuery } from '../../contracts/notices.ts';
import { listNotices } from '../../db/lists/notices.ts';
import { previewNotice } from '../notices/preview-notice.ts';
import { problems } from '../problem-schemas.ts';
import { read, readResource } from '../read.ts';
import { wireOf } from '../resource.ts';
import { customerBy } from '../resources/customer.ts';
import { noticeResource, noticeView } from '../resources/notice.ts';
import type { Params, Route } from '../route.ts';
import { sendJson } from '../send.ts';

const tag = 'notices';

export const noticeRoutes: readonly Route[] = [
  read({
    id: 'listNotices',
    path: '/v1/notices',
    tag,
    summary: 'Letters, the oldest first; delivered also when the bounce window has passed without a bounce',
    query: noticeQuery,
    answer: noticePage,
    async load({ db, now }, { query }) {
      const customer = query.customer && (await customerBy(db, query.customer)).id;
      const { kind, state } = query;
      const { items, nextCursor } = await listNotices(db, { customer, kind, state }, query, now());
      return { items: items.map(noticeView), nextCursor };
    },
  }),
  readResource({ id: 'getNotice', path: '/v1/notices/:notice', tag, summary: 'A letter', resource: noticeResource }),
  {
    // Changes nothing, so it is no write; a POST, because what it shows is personal data that no cache may keep.
    id: 'previewNotice',
    method: 'POST',
    path: '/v1/customers/:customer/notices/:step/preview',
    schema: {
      tags: [tag],
      summary: 'The letter of a step as it would be written now; nothing is sent',
      body: newNoticePreview,
      response: { 200: noticePreview, ...problems },
    },
    async handle(deps, request, reply) {
      const { customer, step } = request.params as Params;
      const head = await customerBy(deps.db, customer ?? '');
      request.customerId = head.id;
      return sendJson(reply, 200, wireOf(noticePreview, await previewNotice(deps, head, step ?? '')));
    },
  },
];
