import { setTimeout as sleep } from 'node:timers/promises';
import { isQuiet } from '../../../api/clock/advances.ts';
import { commitChange } from '../../../db/commit-change.ts';
import type { Change } from '../../../db/change.ts';
import { type Day, dayAt, instantAt } from '../../../domain/calendar/day.ts';
import type { FactKind } from '../../../domain/facts/fact.ts';
import { issueInvoice } from '../../../domain/ledger/issue-invoice.ts';
import type { Posting } from '../../../domain/ledger/posting.ts';
import { receivePayment } from '../../../domain/ledger/receive-payment.ts';
import type { InProcessInstallation } from './installation.ts';

/** Time zone of every resident, and of what a test says about days. */
export const RESIDENT_ZONE = 'Europe/Warsaw';

const SETTLED_WITHIN_MS = 30_000;

/** A customer who lives in an installation in this process: whoever made it moves its clock and posts its facts. */
export interface Resident {
  readonly id: string;
  /** At Microsoft. */
  readonly tenant: string;
  /** Test clock only: returns when the life has caught up and its effects are done. */
  advanceTo(day: Day, time?: string): Promise<void>;
  /** Issues an invoice of today; answers its id. */
  invoice(number: string, amount: bigint, dueOn: Day): Promise<string>;
  /** Money that came today; without a prepayment it goes where the policy says. Answers its id. */
  pay(amount: bigint, prepayment?: string): Promise<string>;
  /** Changes it as the API does: commit, then tell the life, which answers when it has decided. */
  change(because: string, make: (change: Change) => Promise<void> | void): Promise<void>;
  /** Until everything known is decided and no effect is under way. */
  settled(): Promise<void>;
  row(): Promise<{ phase: string; service: string; today: Day }>;
}

/** The handle of a customer that is registered. */
export function residentOf(
  home: InProcessInstallation,
  { id, tenant, sellerId }: { readonly id: string; readonly tenant: string; readonly sellerId: string },
): Resident {
  const { db, newId } = home;

  const change: Resident['change'] = async (because, make) => {
    const request = { actor: 'resident', wallNow: Date.now(), newId, because, customer: id };
    const { factVersion, operationId } = await commitChange(db, request, make);
    await home.lifecycle.changed(id, { factVersion, because }, operationId ?? newId('op'));
  };
  const post = (because: string, posting: (change: Change) => Posting<FactKind>): Promise<void> =>
    change(because, (made) => {
      const posted = posting(made);
      if ('refused' in posted) throw new Error(posted.detail);
      made.record([posted.draft]);
    });
  const row: Resident['row'] = async () => {
    const { phase, service, clock_offset_ms } = await db
      .selectFrom('customer')
      .where('id', '=', id)
      .select(['phase', 'service', 'clock_offset_ms'])
      .executeTakeFirstOrThrow();
    return { phase, service, today: dayAt(Date.now() + Number(clock_offset_ms), RESIDENT_ZONE) };
  };

  return {
    id,
    tenant,
    change,
    row,
    advanceTo: async (day, time = '07:00') => void (await home.clocks.advance(id, instantAt(day, time, RESIDENT_ZONE))),
    async settled() {
      const giveUpAt = Date.now() + SETTLED_WITHIN_MS;
      for (let pause = 2; !(await isQuiet(db, id, 0)); pause = Math.min(pause * 2, 50)) {
        if (Date.now() > giveUpAt) throw new Error(`${id} does not settle`);
        await sleep(pause);
      }
    },
    async invoice(number, amount, dueOn) {
      const invoice = newId('inv');
      await post('invoice', ({ account, today }) =>
        issueInvoice(
          account,
          { invoice, number, issuedOn: today, net: amount, tax: 0n, instalments: [{ dueOn, amount }] },
          today,
        ),
      );
      return invoice;
    },
    async pay(amount, prepayment) {
      const payment = newId('pay');
      const method = 'bankTransfer';
      const { today: receivedOn } = await row();
      await db
        .insertInto('payment_receipt')
        .values({
          payment_id: payment,
          seller_id: sellerId,
          customer_id: id,
          external_id: payment,
          method,
          currency: 'PLN',
          amount_minor: amount,
          received_on: receivedOn,
          recorded_at: new Date(),
        })
        .execute();
      await post('payment', ({ account, policy, today }) =>
        receivePayment(
          account,
          policy,
          { payment, amount, method, receivedOn, wanted: null, prepayment: prepayment ?? null },
          today,
        ),
      );
      return payment;
    },
  };
}
