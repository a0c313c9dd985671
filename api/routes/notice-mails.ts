import type { z } from 'zod';
import { noticeMail, noticeMailPage, noticeMailQuery } from '../../contracts/notice-mails.ts';
import { listNoticeMails, type ShownMail } from '../../db/lists/notice-mails.ts';
import { Refusal } from '../../domain/errors.ts';
import { auditAccess } from '../access-audit.ts';
import { read } from '../read.ts';
import type { Route } from '../route.ts';

type Listed = z.output<typeof noticeMailPage>['items'][number];

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
      return { items: items.map(({ sender: _sender, subject: _subject, ...mail }) => viewOf(mail)), nextCursor };
    },
  }),
  read({
    id: 'getNoticeMail',
    path: '/v1/notice-mails/:mail',
    tag,
    summary: 'One of them, with its sender and subject',
    answer: noticeMail,
    async load({ db, now }, { params, actor }) {
      const [found] = (await listNoticeMails(db, { id: params['mail'] ?? '' }, { limit: 1 })).items;
      if (found === undefined) throw new Refusal('not_found', `there is no mail ${params['mail'] ?? ''}`);
      await auditAccess({ db, now }, actor, 'mail.seen', { mail: found.id });
      const { sender, subject, ...mail } = found;
      return { ...viewOf(mail), sender, subject };
    },
  }),
];

function viewOf({ noticeClass, findings, cases, ...mail }: Omit<ShownMail, 'sender' | 'subject'>): Listed {
  return { ...mail, class: noticeClass, findings: [...findings], cases: [...cases] };
}
