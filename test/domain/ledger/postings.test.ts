import { describe, expect, it } from 'vitest';
import { journalsOf } from '../../../domain/ledger/journal.ts';
import { creditInvoice } from '../../../domain/ledger/credit-invoice.ts';
import { issueInvoice } from '../../../domain/ledger/issue-invoice.ts';
import type { Posting } from '../../../domain/ledger/posting.ts';
import { receivePayment } from '../../../domain/ledger/receive-payment.ts';
import { reversePayment } from '../../../domain/ledger/reverse-payment.ts';
import { writeOffInvoice } from '../../../domain/ledger/write-off.ts';
import { ImaginedLife } from '../../support/imagined-life.ts';
import { policyWith, STANDARD } from '../../support/policies.ts';

function refusalOf(
  posting: Posting<
    'invoice.issued' | 'invoice.credited' | 'payment.received' | 'payment.reversed' | 'invoice.writtenOff'
  >,
) {
  return 'refused' in posting ? `${posting.refused} ${posting.pointer}` : 'taken';
}

/** What a customer's accounts say at the end, worked out from the journals of all facts. */
function trialBalance(life: ImaginedLife): Record<string, bigint> {
  const sums: Record<string, bigint> = {};
  for (const fact of life.facts)
    for (const { lines } of journalsOf(fact, life.account))
      for (const { account, amount } of lines) sums[account] = (sums[account] ?? 0n) + amount;
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0n));
}

function open(life: ImaginedLife, invoice: string): bigint[] {
  return life.account.invoices.get(invoice)?.instalments.map((part) => part.open) ?? [];
}

/** 1 000,00 net and 230,00 of 23 % VAT. */
function vatInvoice(life: ImaginedLife, invoice: string): void {
  life.posting(
    issueInvoice(
      life.account,
      {
        invoice,
        number: invoice,
        issuedOn: life.today,
        net: 100_000n,
        tax: 23_000n,
        instalments: [{ dueOn: '2026-01-17', amount: 123_000n }],
      },
      life.today,
    ),
  );
}

describe('issuing an invoice', () => {
  it('owes net and tax, keeps the due day twice, and balances', () => {
    const life = new ImaginedLife('2026-01-02');
    vatInvoice(life, 'inv_1');
    expect(life.account.invoices.get('inv_1')?.instalments).toEqual([
      {
        invoice: 'inv_1',
        instalment: 1,
        issuedOn: '2026-01-02',
        dueOn: '2026-01-17',
        effectiveDueOn: '2026-01-19',
        amount: 123_000n,
        open: 123_000n,
      },
    ]);
    expect(trialBalance(life)).toEqual({ receivable: 123_000n, revenue: -100_000n, tax: -23_000n });
  });

  it('consumes what is prepaid, then what is unapplied, on the earliest instalment first', () => {
    const life = new ImaginedLife('2026-01-02');
    life.command({ kind: 'prepayment.request', body: { prepayment: 'prp_1', amount: life.zloty(50_000n) } });
    life.pay('pay_1', 70_000n, null, 'prp_1');
    expect(life.account).toMatchObject({ prepaid: 50_000n, unapplied: 20_000n });
    life.invoice('inv_1', [60_000n, 60_000n], '2026-01-20');
    expect(open(life, 'inv_1')).toEqual([0n, 50_000n]);
    expect(life.account).toMatchObject({ prepaid: 0n, unapplied: 0n });
    expect(life.account.invoices.get('inv_1')?.allocations).toEqual([
      { source: 'prepaid', instalment: 1, amount: 50_000n },
      { source: 'unapplied', instalment: 1, amount: 10_000n },
      { source: 'unapplied', instalment: 2, amount: 10_000n },
    ]);
    expect(trialBalance(life)).toEqual({ clearing: 70_000n, receivable: 50_000n, revenue: -120_000n });
  });

  it('is refused when it does not add up, asks for nothing, or lies in the future', () => {
    const { account } = new ImaginedLife('2026-01-02');
    const issue = (changes: object) =>
      refusalOf(
        issueInvoice(
          account,
          {
            invoice: 'i',
            number: 'i',
            issuedOn: '2026-01-02',
            net: 100n,
            tax: 23n,
            instalments: [{ dueOn: '2026-01-16', amount: 123n }],
            ...changes,
          },
          '2026-01-02',
        ),
      );
    expect(issue({})).toBe('taken');
    expect(issue({ issuedOn: '2026-01-03' })).toBe('future_issue_date /issuedOn');
    expect(issue({ net: 0n, tax: 0n, instalments: [] })).toBe('invalid_invoice /lines');
    expect(issue({ instalments: [{ dueOn: '2026-01-16', amount: 122n }] })).toBe('invalid_invoice /instalments');
    expect(issue({ instalments: [{ dueOn: '2026-01-01', amount: 123n }] })).toBe('invalid_invoice /dueOn');
    const parts = [
      { dueOn: '2026-01-16', amount: 124n },
      { dueOn: '2026-02-16', amount: -1n },
    ];
    expect(issue({ instalments: parts })).toBe('invalid_invoice /instalments');
  });
});

describe('receiving a payment', () => {
  it('pays the oldest due first, and keeps the rest unapplied', () => {
    const life = new ImaginedLife('2026-01-02');
    life.invoice('inv_2', 30_000n, '2026-01-30');
    life.invoice('inv_1', 20_000n, '2026-01-16');
    life.pay('pay_1', 25_000n);
    expect([open(life, 'inv_1'), open(life, 'inv_2')]).toEqual([[0n], [25_000n]]);
    life.pay('pay_2', 26_000n);
    expect(life.account.unapplied).toBe(1000n);
    expect(trialBalance(life)).toEqual({ clearing: 51_000n, unapplied: -1000n, revenue: -50_000n });
  });

  it('pays the newest due first where the policy says so', () => {
    const life = new ImaginedLife('2026-01-02', { policy: policyWith({ allocation: 'newestDueFirst' }) });
    life.invoice('inv_1', 20_000n, '2026-01-16');
    life.invoice('inv_2', 30_000n, '2026-01-30');
    life.pay('pay_1', 25_000n);
    expect([open(life, 'inv_1'), open(life, 'inv_2')]).toEqual([[20_000n], [5000n]]);
  });

  it('goes where the payer says, the rest by the policy; one allocation for each instalment', () => {
    const life = new ImaginedLife('2026-01-02');
    life.invoice('inv_1', 20_000n, '2026-01-16');
    life.invoice('inv_2', 30_000n, '2026-01-30');
    life.pay('pay_1', 45_000n, [{ invoice: 'inv_2', amount: 10_000n }]);
    expect(life.told('payment.received')[0]?.body.allocations).toEqual([
      { invoice: 'inv_2', instalment: 1, amount: { minor: '25000', currency: 'PLN' } },
      { invoice: 'inv_1', instalment: 1, amount: { minor: '20000', currency: 'PLN' } },
    ]);
  });

  it('never puts the same money, or more than is open, on an invoice twice', () => {
    const life = new ImaginedLife('2026-01-02');
    life.invoice('inv_1', 20_000n, '2026-01-16');
    const receive = (amount: bigint, ...wanted: readonly (readonly [string, bigint])[]) =>
      refusalOf(
        receivePayment(
          life.account,
          STANDARD,
          {
            payment: 'pay_1',
            amount,
            method: 'bankTransfer',
            receivedOn: '2026-01-02',
            wanted: wanted.map(([invoice, part]) => ({ invoice, amount: part })),
            prepayment: null,
          },
          '2026-01-02',
        ),
      );
    expect(receive(30_000n, ['inv_1', 20_001n])).toBe('over_allocated /allocations/0/amount');
    expect(receive(30_000n, ['inv_1', 12_000n], ['inv_1', 9000n])).toBe('over_allocated /allocations/1/amount');
    expect(receive(10_000n, ['inv_1', 12_000n])).toBe('over_allocated /allocations/0/amount');
    expect(receive(10_000n, ['inv_x', 1n])).toBe('unknown_reference /allocations/0/invoice');
    expect(receive(10_000n, ['inv_1', 0n])).toBe('invalid_money /allocations/0/amount');
    expect(receive(10_000n, ['inv_1', -5n])).toBe('invalid_money /allocations/0/amount');
    expect(receive(0n)).toBe('invalid_money /amount');
    expect(receive(30_000n, ['inv_1', 20_000n])).toBe('taken');
    life.pay('pay_2', 20_000n);
    expect(receive(1n, ['inv_1', 1n])).toBe('over_allocated /allocations/0/amount');
  });

  it('counts from its value day, which is not in the future', () => {
    const { account } = new ImaginedLife('2026-01-02');
    const money = {
      payment: 'p',
      amount: 1n,
      method: 'card',
      receivedOn: '2026-01-03',
      wanted: null,
      prepayment: null,
    } as const;
    expect(refusalOf(receivePayment(account, STANDARD, money, '2026-01-02'))).toBe('future_value_date /receivedOn');
    expect(refusalOf(receivePayment(account, STANDARD, money, '2026-01-03'))).toBe('taken');
  });
});

describe('crediting an invoice', () => {
  it('takes it off what is open, the latest instalment first, and gives back its share of tax', () => {
    const life = new ImaginedLife('2026-01-02');
    life.invoice('inv_1', [40_000n, 40_000n, 40_000n], '2026-01-16');
    life.credit('inv_1', 50_000n);
    expect(open(life, 'inv_1')).toEqual([40_000n, 30_000n, 0n]);
    vatInvoice(life, 'inv_2');
    life.credit('inv_2', 12_300n);
    expect(life.told('invoice.credited')[1]?.body).toMatchObject({ net: { minor: '10000' }, tax: { minor: '2300' } });
  });

  it('frees what had been paid, which pays other invoices before it is unapplied', () => {
    const life = new ImaginedLife('2026-01-02');
    life.invoice('inv_1', 50_000n, '2026-01-16');
    life.pay('pay_1', 50_000n);
    life.invoice('inv_2', 20_000n, '2026-01-30');
    life.credit('inv_1', null, 'void');
    expect(open(life, 'inv_2')).toEqual([0n]);
    expect(life.account.unapplied).toBe(30_000n);
    expect(life.account.invoices.get('inv_1')).toMatchObject({ voided: true, credited: 50_000n, allocations: [] });
    expect(trialBalance(life)).toEqual({ clearing: 50_000n, revenue: -20_000n, unapplied: -30_000n });
  });

  it('in small parts never takes back more tax than was charged, and in the end exactly that', () => {
    const life = new ImaginedLife('2026-01-02');
    life.posting(
      issueInvoice(
        life.account,
        {
          invoice: 'inv_1',
          number: '1',
          issuedOn: life.today,
          net: 8n,
          tax: 2n,
          instalments: [{ dueOn: '2026-01-16', amount: 10n }],
        },
        life.today,
      ),
    );
    for (const amount of [3n, 3n, 3n, 1n]) life.credit('inv_1', amount);
    const taxes = life.told('invoice.credited').map(({ body }) => Number(body.tax.minor));
    expect(taxes.every((tax) => tax >= 0)).toBe(true);
    expect(taxes.reduce((sum, tax) => sum + tax)).toBe(2);
    expect(trialBalance(life)).toEqual({});
  });

  it('is refused beyond what is left of it', () => {
    const life = new ImaginedLife('2026-01-02');
    life.invoice('inv_1', 100n, '2026-01-16');
    const credit = (invoice: string, amount: bigint | null) =>
      refusalOf(
        creditInvoice(life.account, STANDARD, { creditNote: 'c', invoice, amount, kind: 'creditNote' }, life.today),
      );
    expect(credit('inv_x', 1n)).toBe('unknown_reference /invoice');
    expect(credit('inv_1', 101n)).toBe('exceeds_open_amount /amount');
    expect(credit('inv_1', 0n)).toBe('invalid_money /amount');
    life.credit('inv_1', null, 'void');
    expect(credit('inv_1', null)).toBe('conflict null');
  });
});

describe('writing an invoice off', () => {
  it('takes off all that is open, once', () => {
    const life = new ImaginedLife('2026-01-02');
    life.invoice('inv_1', [40_000n, 60_000n], '2026-01-16');
    life.pay('pay_1', 30_000n);
    life.writeOff('inv_1');
    expect(open(life, 'inv_1')).toEqual([0n, 0n]);
    expect(trialBalance(life)).toEqual({ clearing: 30_000n, revenue: -100_000n, writtenOff: 70_000n });
    expect(refusalOf(writeOffInvoice(life.account, 'inv_1', life.today))).toBe('nothing_owed null');
    expect(refusalOf(writeOffInvoice(life.account, 'inv_x', life.today))).toBe('unknown_reference /invoice');
  });
});

describe('taking a payment back', () => {
  it('opens again what it had paid, and nothing else', () => {
    const life = new ImaginedLife('2026-01-02');
    life.invoice('inv_1', 50_000n, '2026-01-16');
    life.invoice('inv_2', 50_000n, '2026-01-30');
    life.pay('pay_1', 20_000n);
    life.pay('pay_2', 60_000n);
    life.reverse('pay_1');
    expect([open(life, 'inv_1'), open(life, 'inv_2')]).toEqual([[20_000n], [20_000n]]);
    expect(trialBalance(life)).toEqual({ clearing: 60_000n, receivable: 40_000n, revenue: -100_000n });
  });

  it('takes its share out of the pot, and lets what is left there pay what it opened', () => {
    const life = new ImaginedLife('2026-01-02');
    life.invoice('inv_1', 50_000n, '2026-01-16');
    life.pay('pay_1', 50_000n);
    life.pay('pay_2', 30_000n);
    life.reverse('pay_1');
    expect(open(life, 'inv_1')).toEqual([20_000n]);
    expect(life.account.unapplied).toBe(0n);
  });

  it('of a prepayment that has been spent opens the newest invoice it paid', () => {
    const life = new ImaginedLife('2026-01-02');
    life.command({ kind: 'prepayment.request', body: { prepayment: 'prp_1', amount: life.zloty(60_000n) } });
    life.pay('pay_1', 60_000n, null, 'prp_1');
    life.invoice('inv_1', 30_000n, '2026-01-16');
    life.invoice('inv_2', 20_000n, '2026-01-30');
    life.reverse('pay_1');
    expect([open(life, 'inv_1'), open(life, 'inv_2')]).toEqual([[30_000n], [20_000n]]);
    expect(life.account).toMatchObject({ prepaid: 0n, unapplied: 0n });
    expect(trialBalance(life)).toEqual({ receivable: 50_000n, revenue: -50_000n });
  });

  it('of a prepayment whose invoice was void finds the money where the credit had put it', () => {
    const life = new ImaginedLife('2026-01-02');
    life.command({ kind: 'prepayment.request', body: { prepayment: 'prp_1', amount: life.zloty(60_000n) } });
    life.pay('pay_1', 60_000n, null, 'prp_1');
    life.invoice('inv_1', 60_000n, '2026-01-16');
    life.credit('inv_1', null, 'void');
    expect(life.account).toMatchObject({ prepaid: 0n, unapplied: 60_000n });
    life.reverse('pay_1');
    expect(life.account).toMatchObject({ prepaid: 0n, unapplied: 0n });
    expect(trialBalance(life)).toEqual({});
  });

  it('is refused for one that nobody knows, or that was taken back already', () => {
    const life = new ImaginedLife('2026-01-02');
    life.pay('pay_1', 100n);
    life.reverse('pay_1');
    expect(refusalOf(reversePayment(life.account, STANDARD, 'pay_1', 'return', life.today))).toBe('conflict null');
    expect(refusalOf(reversePayment(life.account, STANDARD, 'pay_x', 'return', life.today))).toBe('not_found null');
  });
});
