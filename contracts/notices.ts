import { z } from 'zod';
import { page, paging } from './lists.ts';
import { id, instant, key, reference } from './values.ts';

export const noticeKind = z.enum(['dunning', 'prepayment', 'service']);
export const noticeState = z.enum(['sending', 'accepted', 'delivered', 'bounced', 'failed']);

/** One letter, which exists once: the same bytes and the same Message-ID however often it is sent. */
export const notice = z
  .strictObject({
    id: id('ntc'),
    customer: id('cus'),
    kind: noticeKind,
    step: z.string(),
    occurrence: z.string(),
    state: noticeState,
    channel: z.enum(['email']),
    to: z.array(z.string()),
    sentAt: instant.nullable(),
    deliveredAt: instant.nullable(),
    messageId: z.string(),
  })
  .meta({ id: 'Notice' });

export const noticeQuery = z.strictObject({
  customer: reference('cus').optional(),
  kind: noticeKind.optional(),
  state: noticeState.optional(),
  ...paging,
});

export const noticePage = page(notice);

/** A preview takes nothing. */
export const newNoticePreview = z.strictObject({}).nullish();

/** The letter as it would be written now; nothing is sent. */
export const noticePreview = z
  .strictObject({ step: key, to: z.array(z.string()), locale: z.string(), subject: z.string(), text: z.string() })
  .meta({ id: 'NoticePreview' });
