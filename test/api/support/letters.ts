import { createHash } from 'node:crypto';
import type { Change } from '../../../db/change.ts';
import type { TestApi } from './api.ts';
import { freshId, record } from './debt.ts';

/** A letter that was sent: its id and its Message-ID. */
export interface Letter {
  readonly id: string;
  readonly messageId: string;
}

/** A reminder that the relay has taken, as the worker leaves it; with `sending`, one whose answer is not noted yet. */
export async function aLetter(
  api: TestApi,
  customer: string,
  wallNow: number,
  state: 'accepted' | 'sending' = 'accepted',
): Promise<Letter> {
  const id = freshId('ntc');
  const messageId = `${id}@tenure.example`;
  const document = Buffer.from(`Message-ID: <${messageId}>\r\n\r\nPay.\r\n`);
  const ref = { noticeKind: 'dunning', step: 'reminder-1', occurrence: id } as const;
  await record(api, customer, wallNow, (change: Change) => {
    change.write((trx) =>
      trx
        .insertInto('notice')
        .values({
          id,
          customer_id: customer,
          kind: ref.noticeKind,
          step: ref.step,
          occurrence: ref.occurrence,
          effect_key: `notice/dunning/${ref.step}/${ref.occurrence}`,
          contact_revision: 1,
          message_id: messageId,
          to_address: 'anna@contoso.example',
          document,
          document_sha256: createHash('sha256').update(document).digest(),
          state,
          sent_at: new Date(change.now),
          accepted_at: state === 'accepted' ? new Date(change.now) : null,
          recorded_at: new Date(wallNow),
        })
        .compile(),
    );
    return state === 'sending'
      ? []
      : [{ kind: 'notice.accepted', effectiveOn: change.today, body: { ...ref, contactRevision: 1 } }];
  });
  return { id, messageId };
}
