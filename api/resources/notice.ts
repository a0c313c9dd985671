import type { z } from 'zod';
import { notice } from '../../contracts/notices.ts';
import { findNotice, type NoticeRecord } from '../../db/lists/notices.ts';
import { Refusal } from '../../domain/errors.ts';
import type { Resource } from '../resource.ts';

/** One letter. */
export const noticeResource: Resource<typeof notice> = {
  name: 'notice',
  schema: notice,
  personalDataOf: (view) => view.customer,
  async load(db, id, wallNow) {
    const record = await findNotice(db, id, wallNow);
    if (record === undefined) throw new Refusal('not_found', `there is no notice ${id}`);
    return noticeView(record);
  },
};

export function noticeView(record: NoticeRecord): z.output<typeof notice> {
  const { id, customerId, kind, step, occurrence, state, to, sentAt, deliveredAt, messageId } = record;
  return {
    id,
    customer: customerId,
    kind,
    step,
    occurrence,
    state,
    channel: 'email',
    to: to === null ? [] : [to],
    sentAt,
    deliveredAt,
    messageId,
  };
}
