import { randomUUID } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { changeReview } from '../../activities/hygiene/change-review.ts';
import { findCustomer, lockCustomer } from '../../db/customers.ts';
import { keepLetter } from '../../db/hygiene-letters.ts';
import { loadReview } from '../../db/hygiene-reviews.ts';
import { loadAccount } from '../../db/load-account.ts';
import { startReview } from '../../db/start-review.ts';
import { writeChange } from '../../db/write-change.ts';
import type { ReviewFactDraft } from '../../domain/hygiene/review-facts.ts';
import { USUAL_HYGIENE } from '../../domain/hygiene/settings.ts';
import { startMailbox } from '../../simulators/mailbox/start.ts';
import { eventually } from '../simulators/support/levers.ts';
import { MAIL_SECRET, sharedApi, startApi, type TestApi } from './support/api.ts';
import { aCustomer } from './support/customers.ts';
import { freshId } from './support/debt.ts';
import { aLetter, type Letter } from './support/letters.ts';
import { refusal } from './support/money.ts';
import { mailSends } from './support/webhooks.ts';

const theApi = sharedApi();
let api: TestApi;
let customer: string;
let letter: Letter;
beforeAll(() => {
  api = theApi();
});

async function withLetter(state: 'accepted' | 'sending' = 'accepted'): Promise<void> {
  customer = await aCustomer(api);
  letter = await aLetter(api, customer, Date.now(), state);
}

const report = (type: string, more: object = {}) => ({
  id: `evt_${randomUUID()}`,
  type,
  permanent: true,
  messageId: letter.messageId,
  recipient: 'anna@contoso.example',
  at: new Date().toISOString(),
  reason: '550 5.1.1 <anna@contoso.example> does not exist',
  ...more,
});
const send = async (event: object) => {
  const answer = await mailSends(api, event);
  return answer.status === 200 ? answer.body['state'] : refusal(answer);
};
const rowOf = (id = letter.id) =>
  api.db
    .selectFrom('notice')
    .select(['state', 'detail', 'delivered_at'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
/** As the life knows it. */
async function known(): Promise<string | undefined> {
  const head = await findCustomer(api.db, customer);
  if (head === undefined) throw new Error('no customer');
  const { account } = await loadAccount(api.db, head);
  return account.notices.get(`dunning/reminder-1/${letter.id}`)?.state;
}
const versionOf = async () => (await findCustomer(api.db, customer))?.factVersion;

describe('a report of the mail provider', () => {
  it('that a letter was delivered is noted, once', async () => {
    await withLetter();
    const event = report('delivered', { reason: '250 OK' });
    expect(await send(event)).toBe('applied');
    const version = await versionOf();
    expect([await send(event), await send(report('delivered'))]).toEqual(['known', 'known']);
    expect([await known(), (await rowOf()).state, await versionOf()]).toEqual(['delivered', 'delivered', version]);
    expect((await rowOf()).delivered_at).toBeInstanceOf(Date);
  });

  it('that a letter bounced is noted, once, with the code and without the address', async () => {
    await withLetter();
    const event = report('bounced');
    expect([await send(event), await send(event), await send({ ...report('bounced'), id: null })]).toEqual([
      'applied',
      'known',
      'known',
    ]);
    expect([await known(), await rowOf()]).toEqual([
      'undeliverable',
      { state: 'bounced', detail: '550 5.1.1', delivered_at: null },
    ]);
    expect(await send(report('delivered'))).toBe('known');
  });

  it('that a letter came back after it had been delivered counts', async () => {
    await withLetter();
    expect([await send(report('delivered')), await send(report('bounced'))]).toEqual(['applied', 'applied']);
    expect([await known(), (await rowOf()).state]).toEqual(['undeliverable', 'bounced']);
  });

  it('that a letter may still arrive, or annoyed somebody, changes nothing but the audit', async () => {
    await withLetter();
    expect([await send(report('bounced', { permanent: false })), await send(report('complaint'))]).toEqual([
      'applied',
      'applied',
    ]);
    expect([await known(), (await rowOf()).state]).toEqual(['accepted', 'accepted']);
    const rows = await api.db
      .selectFrom('audit_event')
      .select('kind')
      .where('chain', '=', customer)
      .where('kind', 'like', 'notice.%')
      .orderBy('seq')
      .execute();
    expect(rows.map((row) => row.kind)).toEqual(expect.arrayContaining(['notice.delayed', 'notice.complaint']));
  });

  it('that overtakes our own record of the sending is taken when it comes again', async () => {
    await withLetter('sending');
    expect(await send(report('delivered'))).toBe('503 unavailable');
    expect((await rowOf()).state).toBe('sending');
  });

  it('about mail that is not ours is ignored', async () => {
    await withLetter();
    expect(await send(report('bounced', { messageId: 'somebody@else.example' }))).toBe('ignored');
  });

  it('with a bad signature is 401, leaves a row in the audit, and changes nothing', async () => {
    await withLetter();
    const event = report('bounced');
    expect(refusal(await mailSends(api, event, { secret: 'other' }))).toBe('401 unauthenticated');
    expect(refusal(await mailSends(api, event, { at: Date.now() - 3_600_000 }))).toBe('401 unauthenticated');
    expect(refusal(await mailSends(api, event, { forged: JSON.stringify(report('delivered')) }))).toBe(
      '401 unauthenticated',
    );
    expect(refusal(await mailSends(api, { type: 'bounced' }))).toBe('400 malformed');
    const rows = await api.db
      .selectFrom('audit_event')
      .select('body')
      .where('chain', '=', 'system')
      .where('kind', '=', 'webhook.refused')
      .execute();
    expect(rows.map((row) => row.body)).toMatchObject([
      { sender: 'mail', code: 'unauthenticated' },
      {},
      {},
      { code: 'malformed' },
    ]);
    expect((await rowOf()).state).toBe('accepted');
  });
});

describe('a report about a letter of a hygiene review', () => {
  /** A review that has sent this letter, or is about to; closed where `closed`. */
  async function reviewLetter({ told = true, closed = false } = {}): Promise<string> {
    customer = await aCustomer(api);
    const [reviewId, key] = [freshId('hyg'), closed ? 'checklist' : 'report'];
    const messageId = `${reviewId}.${key}@tenure.example`;
    const drafts: readonly ReviewFactDraft[] = [
      { kind: 'review.scanned', body: { signInsKnown: true, findings: [] } },
      ...(told ? [{ kind: 'review.told', body: { key, sent: true } } as const] : []),
      ...(closed ? [{ kind: 'review.closed', body: { outcome: 'clean' } } as const] : []),
    ];
    const stamp = { at: Date.now(), recordedAt: Date.now(), actor: 'review' };
    const opening = { id: reviewId, customerId: customer, because: 'schedule', settings: USUAL_HYGIENE } as const;
    await api.db.transaction().execute(async (trx) => {
      await writeChange(trx, await lockCustomer(trx, customer), await startReview(trx, opening, stamp));
    });
    await changeReview({ db: api.db, wallNow: Date.now }, { reviewId, customerId: customer }, () => ({ drafts }));
    await api.db.transaction().execute(async (trx) => {
      const raw = Buffer.from('Look.');
      const frozen = { messageId, language: 'en', to: 'anna@contoso.example', raw, at: Date.now() };
      await keepLetter(trx, { reviewId, key, customerId: customer, ...frozen });
    });
    letter = { id: reviewId, messageId };
    return reviewId;
  }
  const tasks = () =>
    api.db.selectFrom('task').select(['what', 'key']).where('customer_id', '=', customer).orderBy('id').execute();

  it('that it came back is a fact of the review, once, which asks for a person', async () => {
    const reviewId = await reviewLetter();
    const event = report('bounced');
    expect([await send(event), await send(event), await send(report('bounced'))]).toEqual([
      'applied',
      'known',
      'known',
    ]);
    const loaded = await loadReview(api.db, reviewId);
    expect(loaded?.known).toMatchObject({ unreached: true, report: { sent: false } });
    expect(await tasks()).toEqual([]);
    const row = api.db.selectFrom('hygiene_letter').select(['detail', 'delivered_at']);
    expect(await row.where('review_id', '=', reviewId).execute()).toEqual([
      { detail: '550 5.1.1', delivered_at: null },
    ]);
  });

  it('that it came back after the review was closed is a task at once', async () => {
    const reviewId = await reviewLetter({ closed: true });
    expect([await send(report('delivered')), await send(report('bounced'))]).toEqual(['applied', 'applied']);
    expect(await tasks()).toEqual([{ what: 'hygiene-noContact', key: `hygiene/${reviewId}/noContact` }]);
  });

  it('that overtakes our own record of the sending is taken when it comes again', async () => {
    await reviewLetter({ told: false });
    expect(await send(report('bounced'))).toBe('503 unavailable');
  });
});

describe('a real relay', () => {
  it('tells of the letter that bounced and of the one that arrived', async () => {
    const relay = await startMailbox({ firstRetryMs: 20, deliveryReports: true });
    onTestFinished(() => relay.stop());
    const own = await startApi();
    await fetch(`${relay.url}/control/webhook`, {
      method: 'POST',
      body: JSON.stringify({ url: `${own.url}/webhooks/mail`, secret: MAIL_SECRET }),
    });
    const someone = await aCustomer(own);
    const [bounced, arrived] = [await aLetter(own, someone, Date.now()), await aLetter(own, someone, Date.now())];
    const smtp = createTransport(relay.smtpUrl);
    onTestFinished(() => smtp.close());
    for (const [to, { messageId }] of [
      ['bounce@contoso.example', bounced],
      ['anna@contoso.example', arrived],
    ] as const)
      await smtp.sendMail({
        from: 'tenure@tenure.example',
        to,
        messageId: `<${messageId}>`,
        subject: 'Reminder',
        text: 'Pay.',
      });
    const states = () => own.db.selectFrom('notice').select(['id', 'state']).orderBy('id').execute();
    await eventually(async () => ((await states()).every((one) => one.state !== 'accepted') ? true : undefined));
    expect(Object.fromEntries((await states()).map(({ id, state }) => [id, state]))).toEqual({
      [bounced.id]: 'bounced',
      [arrived.id]: 'delivered',
    });
  });
});
