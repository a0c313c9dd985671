import { newNoticePreview, noticePage, noticePreview, noticeQuery } from '../../contracts/notices.ts';
import { listNotices } from '../../db/lists/notices.ts';
import { auditSight } from '../access-audit.ts';
import { action } from '../action.ts';
import { previewNotice } from '../notices/preview-notice.ts';
import { read, readResource } from '../read.ts';
import { customerBy } from '../resources/customer.ts';
import { noticeResource, noticeView } from '../resources/notice.ts';
import type { Route } from '../route.ts';

const tag = 'notices';

export const noticeRoutes: readonly Route[] = [
  read({
    id: 'listNotices',
    path: '/v1/notices',
    tag,
    summary: 'Letters, the oldest first; delivered also when the bounce window has passed without a bounce',
    query: noticeQuery,
    answer: noticePage,
    async load(deps, { query, actor }) {
      const customer = query.customer && (await customerBy(deps.db, query.customer)).id;
      const { kind, state } = query;
      const { items, nextCursor } = await listNotices(deps.db, { customer, kind, state }, query, deps.now());
      for (const shown of new Set(items.map((item) => item.customerId))) await auditSight(deps, actor, shown);
      return { items: items.map(noticeView), nextCursor };
    },
  }),
  readResource({ id: 'getNotice', path: '/v1/notices/:notice', tag, summary: 'A letter', resource: noticeResource }),
  // Changes nothing; a POST, because what it shows is personal data that no cache may keep.
  action({
    id: 'previewNotice',
    path: '/v1/customers/:customer/notices/:step/preview',
    tag,
    summary: 'The letter of a step as it would be written now; nothing is sent',
    body: newNoticePreview,
    answer: noticePreview,
    async perform(deps, { params, actor, about }) {
      const customer = await customerBy(deps.db, params['customer'] ?? '');
      about(customer.id);
      await auditSight(deps, actor, customer.id);
      return await previewNotice(deps, customer, params['step'] ?? '');
    },
  }),
];
