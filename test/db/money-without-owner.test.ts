import { describe, expect, it } from 'vitest';
import { compareBalances } from '../../db/balances.ts';
import { commitChange } from '../../db/commit-change.ts';
import { findPayment, findPaymentByExternalId, listPayments, listUnmatchedPayments } from '../../db/lists/payments.ts';
import { lockUnmatched, matchUnmatched, receiptStatement, receiveUnmatched } from '../../db/receipts.ts';
import { trialBalance } from '../../db/trial-balance.ts';
import { aCustomer, anId, aPayment, asking, databaseOfFile, WALL } from './support.ts';

const { db } = await databaseOfFile();

const receipt = (payment: string, externalId: string | null, customerId: null) => ({
  payment,
  sellerId: 'sel_default',
  customerId,
  externalId,
  method: 'bankTransfer' as const,
  amount: { minor: 700n, currency: 'PLN' },
  receivedOn: '2026-03-02',
  reference: 'for F/1',
  payer: 'Contoso',
  recordedAt: WALL,
});

describe('money without an owner', () => {
  it('waits in the queue and on its account, and goes to a customer once', async () => {
    const customer = await aCustomer(db);
    const payment = anId('pay');
    const suspects = [{ customer, because: 'invoiceNumber' as const }];
    await db
      .transaction()
      .execute((trx) => receiveUnmatched(trx, receipt(payment, 'bank-1', null), { suspects, at: WALL }));
    const balances = async () =>
      Object.fromEntries((await trialBalance(db, { asOf: '2026-03-02' })).map((row) => [row.account, row.balance]));
    expect(await balances()).toEqual({ clearing: 700n, unmatched: -700n });
    const page = { limit: 10 };
    expect((await listUnmatchedPayments(db, { customer }, page)).items).toMatchObject([
      { id: payment, state: 'unmatched', customerId: null, suspects },
    ]);
    expect((await listUnmatchedPayments(db, { customer: 'cus_other' }, page)).items).toEqual([]);

    const match = () =>
      commitChange(db, { ...asking(), customer }, async (change) => {
        const money = await lockUnmatched(change.trx, payment);
        if (money === undefined) return 'gone';
        change.record([aPayment(payment, 700, '', 0)]);
        await matchUnmatched(change.trx, money, customer, { at: WALL, recordedAt: WALL });
        return 'matched';
      });
    const answers = await Promise.all([match(), match()]);
    expect(answers.map((answer) => answer.result).toSorted()).toEqual(['gone', 'matched']);
    expect(await balances()).toEqual({ clearing: 700n, unapplied: -700n, unmatched: 0n });
    expect(await compareBalances(db)).toEqual([]);
    expect((await listUnmatchedPayments(db, {}, page)).items).toEqual([]);
    expect(await findPayment(db, payment)).toMatchObject({ state: 'posted', customerId: customer, unapplied: 700n });
    expect((await listPayments(db, { customer, from: '2026-03-01', to: '2026-03-02' }, page)).items).toHaveLength(1);
    expect((await listPayments(db, { customer, from: '2026-03-03' }, page)).items).toEqual([]);
  });

  it('is known for ever by the id that its sender gave it', async () => {
    const customer = await aCustomer(db);
    const payment = anId('pay');
    const post = (id: string) =>
      commitChange(db, { ...asking(), customer }, (change) => {
        change.record([aPayment(id, 700, '', 0)]);
        change.write(receiptStatement({ ...receipt(id, 'bank-2', null), customerId: customer }));
      });
    await post(payment);
    await expect(post(anId('pay'))).rejects.toThrow('payment_external_id_once');
    expect(await findPaymentByExternalId(db, 'sel_default', 'bank-2')).toMatchObject({
      id: payment,
      reference: 'for F/1',
    });
  });
});
