import type { z } from 'zod';
import { noticeMail, noticeMailPage, noticeMailQuery } from '../../contracts/notice-mails.ts';
import { listNoticeMails, type ShownMail } from '../../db/lists/notice-mails.ts';
import { Refusal } from '../../domain/errors.ts';
import { read } from '../read.ts';
import type { Route } from '../route.ts';

const tag = 'security cases';

/** Microsoft's notices by mail, as they were judged. */
export const noticeMailRoutes: readonly Route[] = [
  read({
    id: 'listNoticeMails',
    path: '/v1/notice-mails',
    tag,
    summary: 'Mails of the shared mailbox in the order in which they were read, forged ones included',
    query: noticeMailQuery,
    answer: noticeMailPage,
    async load({ db }, { query }) {
      const { items, nextCursor } = await listNoticeMails(db, query, query);
      return { items: items.map(viewOf), nextCursor };
    },
  }),
  read({
    id: 'getNoticeMail',
    path: '/v1/notice-mails/:mail',
    tag,
    summary: 'One of them',
    answer: noticeMail,
    async load({ db }, { params }) {
      const [found] = (await listNoticeMails(db, { id: params['mail'] ?? '' }, { limit: 1 })).items;
      if (found === undefined) throw new Refusal('not_found', `there is no mail ${params['mail'] ?? ''}`);
      return viewOf(found);
    },
  }),
];

function viewOf({ noticeClass, findings, cases, ...mail }: ShownMail): z.output<typeof noticeMail> {
  return { ...mail, class: noticeClass, findings: [...findings], cases: [...cases] };
}
