import type { Account } from '../../../domain/account/account.ts';
import { dayAt } from '../../../domain/calendar/day.ts';
import type { FactDraft } from '../../../domain/facts/fact.ts';
import { issueInvoice } from '../../../domain/ledger/issue-invoice.ts';
import { drafted, type Posting, storedIn } from '../../../domain/ledger/posting.ts';
import { receivePayment } from '../../../domain/ledger/receive-payment.ts';
import { reversePayment } from '../../../domain/ledger/reverse-payment.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import type { MatchFact, PaymentFact, Put, ScriptFact } from '../script/script-fact.ts';
import type { PredictedLife } from './predicted-life.ts';

/**
 * What a fact of the script does to one life, with the builders that the API uses. `name` says whose life it is: a stray
 * transfer does something else to its owner than to whoever its reference names.
 */
export function postPredicted(life: PredictedLife, name: string, fact: ScriptFact): void {
  const today = dayAt(life.now(), life.account().traits.timeZone);
  const post = (...build: ((account: Account, policy: Policy) => Posting<FactDraft['kind']>)[]) =>
    life.post((account, policy) => build.map((one) => one(account, policy)));
  switch (fact.kind) {
    case 'invoice': {
      const { invoice, amount, dueOn } = fact;
      const toIssue = { invoice: invoiceId(life, invoice), number: invoice, issuedOn: fact.day, net: amount, tax: 0n };
      return post((account) => issueInvoice(account, { ...toIssue, instalments: [{ dueOn, amount }] }, today));
    }
    case 'dispute': {
      const { account } = life;
      const body = {
        dispute: fact.invoice,
        invoice: idOf(account(), fact.invoice),
        amount: storedIn(account(), fact.amount),
      };
      return life.command({ kind: 'dispute.open', body });
    }
    case 'resolution':
      return post(() => drafted('dispute.resolved', today, { dispute: fact.invoice, outcome: 'rejected' }));
    case 'payment':
      return post((account, policy) => received(account, policy, fact, fact.day, today));
    case 'stray':
      return post((account) =>
        drafted('unmatched.suspected', today, {
          payment: fact.payment,
          amount: storedIn(account, fact.amount),
          because: name === fact.customer ? 'equalsOpenInvoice' : 'invoiceNumber',
        }),
      );
    case 'match': {
      const cleared = () => drafted('unmatched.cleared', today, { payment: fact.payment });
      if (name !== fact.customer) return post(cleared);
      return post((account, policy) => received(account, policy, fact, fact.receivedOn, today), cleared);
    }
    case 'reversal':
      return post((account, policy) => reversePayment(account, policy, fact.payment, 'chargeback', today));
  }
}

function received(account: Account, policy: Policy, fact: PaymentFact | MatchFact, receivedOn: string, today: string) {
  const wanted = fact.puts.map((put) => ({ invoice: idOf(account, put.invoice), amount: put.amount }));
  const method = fact.kind === 'payment' ? fact.method : 'bankTransfer';
  const amount = sumOf(fact.puts);
  const payment = { payment: fact.payment, amount, method, receivedOn, wanted, prepayment: null };
  return receivePayment(account, policy, payment, today);
}

/** All the money of a payment, in minor units. */
export function sumOf(puts: readonly Put[]): bigint {
  return puts.reduce((sum, put) => sum + put.amount, 0n);
}

/** Ids that sort as the invoices came, as the ids of the running system do: the order of invoices of one day rests on it. */
function invoiceId(life: PredictedLife, number: string): string {
  return `${String(life.account().invoices.size + 1).padStart(6, '0')}/${number}`;
}

function idOf(account: Account, number: string): string {
  for (const invoice of account.invoices.values()) if (invoice.number === number) return invoice.invoice;
  return number;
}
