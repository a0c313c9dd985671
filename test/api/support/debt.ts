import { randomBytes } from 'node:crypto';
import type { Change } from '../../../db/change.ts';
import { commitChange } from '../../../db/commit-change.ts';
import type { Day } from '../../../domain/calendar/day.ts';
import type { FactDraft } from '../../../domain/facts/fact.ts';
import { type IdPrefix, newId } from '../../../domain/ids.ts';
import { issueInvoice } from '../../../domain/ledger/issue-invoice.ts';
import { receivePayment } from '../../../domain/ledger/receive-payment.ts';
import type { TestApi } from './api.ts';

export function freshId(prefix: IdPrefix): string {
  return newId(prefix, { now: Date.now(), random: randomBytes(10) });
}

/** Records facts about a customer at a wall instant, as some other room would; no life is told. */
export async function record(
  api: TestApi,
  customer: string,
  wallNow: number,
  make: (change: Change) => readonly FactDraft[],
): Promise<void> {
  const request = { customer, actor: 'test', wallNow, newId: freshId, because: 'test' };
  await commitChange(api.db, request, (change) => change.record(make(change)));
}

/** An invoice in PLN without tax that was issued on its due day. Answers its id. */
export async function owes(
  api: TestApi,
  customer: string,
  minor: bigint,
  dueOn: Day,
  wallNow: number,
): Promise<string> {
  const invoice = freshId('inv');
  const toIssue = { invoice, number: `FV/${invoice}`, issuedOn: dueOn, net: minor, tax: 0n };
  await record(api, customer, wallNow, ({ account, today }) => {
    const posting = issueInvoice(account, { ...toIssue, instalments: [{ dueOn, amount: minor }] }, today);
    if ('refused' in posting) throw new Error(posting.detail);
    return [posting.draft];
  });
  return invoice;
}

/** A bank transfer in PLN that arrived today and goes where the policy says. */
export async function pays(api: TestApi, customer: string, minor: bigint, wallNow: number): Promise<void> {
  const payment = freshId('pay');
  const { seller_id } = await api.db
    .selectFrom('customer')
    .select('seller_id')
    .where('id', '=', customer)
    .executeTakeFirstOrThrow();
  const received = { payment, amount: minor, method: 'bankTransfer', wanted: null, prepayment: null } as const;
  const request = { customer, actor: 'test', wallNow, newId: freshId, because: 'test' };
  await commitChange(api.db, request, (change) => {
    const { account, policy, today } = change;
    const receipt = {
      payment_id: payment,
      seller_id,
      customer_id: customer,
      external_id: payment,
      method: 'bankTransfer',
      currency: 'PLN',
      amount_minor: minor,
      received_on: today,
      recorded_at: new Date(wallNow),
    } as const;
    change.write((trx) => trx.insertInto('payment_receipt').values(receipt).compile());
    const posting = receivePayment(account, policy, { ...received, receivedOn: today }, today);
    if ('refused' in posting) throw new Error(posting.detail);
    change.record([posting.draft]);
  });
}
