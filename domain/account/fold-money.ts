import type { Day } from '../calendar/day.ts';
import type { Fact } from '../facts/fact.ts';
import type { Pot, StoredAllocation } from '../facts/money-facts.ts';
import { type Allocation, type Invoice, MONEY_KINDS } from './account.ts';
import { type MutableAccount, minor, replaceIn } from './mutable-account.ts';

/** Adds what happened to money. Facts state all that they moved, so no rule is applied here. */
export function foldMoney(account: MutableAccount, fact: Fact): void {
  if (account.closed && MONEY_KINDS.has(fact.kind))
    account.moneyAfterEnd.push(`${fact.kind}/${fact.version}.${fact.seq}`);
  addMovement(account, fact);
  if (account.prepaid > account.prepaidPeak) account.prepaidPeak = account.prepaid;
}

function addMovement(account: MutableAccount, fact: Fact): void {
  switch (fact.kind) {
    case 'invoice.issued': {
      const { invoice, number, issuedOn } = fact.body;
      account.invoices.set(invoice, {
        invoice,
        number,
        issuedOn,
        total: minor(fact.body.total),
        net: minor(fact.body.net),
        tax: minor(fact.body.tax),
        credited: 0n,
        creditedTax: 0n,
        writtenOff: 0n,
        voided: false,
        allocations: [],
        instalments: fact.body.instalments.map((part) => ({
          invoice,
          instalment: part.instalment,
          issuedOn,
          dueOn: part.dueOn,
          effectiveDueOn: part.effectiveDueOn,
          amount: minor(part.amount),
          open: minor(part.amount),
        })),
      });
      for (const part of fact.body.consumed) {
        put(account, part.pot, part);
        if (part.pot === 'prepaid') account.prepaid -= minor(part.amount);
        else account.unapplied -= minor(part.amount);
      }
      break;
    }
    case 'invoice.credited': {
      for (const part of fact.body.released) takeOff(account, part);
      for (const part of fact.body.reductions) changeOpen(account, part, -minor(part.amount));
      // Releasing opened the instalments again; the credit closes them, so that only the money is free.
      for (const part of fact.body.released) changeOpen(account, part, -minor(part.amount));
      changeInvoice(account, fact.body.invoice, (invoice) => ({
        ...invoice,
        credited: invoice.credited + minor(fact.body.amount),
        creditedTax: invoice.creditedTax + minor(fact.body.tax),
        voided: invoice.voided || fact.body.kind === 'void',
      }));
      for (const part of fact.body.applied) put(account, 'unapplied', part);
      fillPot(account, fact.effectiveOn, 'unapplied', minor(fact.body.unapplied));
      break;
    }
    case 'invoice.writtenOff':
      for (const part of fact.body.reductions) changeOpen(account, part, -minor(part.amount));
      changeInvoice(account, fact.body.invoice, (invoice) => ({
        ...invoice,
        writtenOff: invoice.writtenOff + minor(fact.body.amount),
      }));
      break;
    case 'payment.received': {
      const { payment, receivedOn, prepayment } = fact.body;
      account.payments.set(payment, {
        payment,
        amount: minor(fact.body.amount),
        receivedOn,
        recordedAtVersion: fact.version,
        unapplied: minor(fact.body.unapplied),
        prepaid: minor(fact.body.prepaid),
        prepayment,
        reversed: false,
      });
      for (const part of fact.body.allocations) put(account, payment, part);
      fillPot(account, fact.effectiveOn, 'unapplied', minor(fact.body.unapplied));
      fillPot(account, fact.effectiveOn, 'prepaid', minor(fact.body.prepaid));
      settlePrepayment(account, prepayment, minor(fact.body.prepaid));
      break;
    }
    case 'payment.reversed': {
      const known = account.payments.get(fact.body.payment);
      if (known) {
        account.payments.set(known.payment, { ...known, reversed: true });
        settlePrepayment(account, known.prepayment, -known.prepaid);
      }
      for (const part of fact.body.reopened) takeOff(account, part);
      account.unapplied -= minor(fact.body.fromUnapplied);
      account.prepaid -= minor(fact.body.fromPrepaid);
      for (const part of fact.body.applied) {
        put(account, 'unapplied', part);
        account.unapplied -= minor(part.amount);
      }
      break;
    }
    case 'prepayment.requested':
      account.prepayments.push({ ...fact.body, amount: minor(fact.body.amount), settled: 0n, requestedAt: fact.at });
      if (fact.body.purpose === 'topUp') account.prepaidPeak = account.prepaid;
      break;
    case 'unmatched.suspected':
      account.suspectedMoney.set(fact.body.payment, { amount: minor(fact.body.amount), because: fact.body.because });
      break;
    case 'unmatched.cleared':
      account.suspectedMoney.delete(fact.body.payment);
      break;
    default:
  }
}

function settlePrepayment(account: MutableAccount, prepayment: string | null, by: bigint): void {
  replaceIn(
    account.prepayments,
    (known) => known.prepayment === prepayment,
    (known) => ({ ...known, settled: known.settled + by }),
  );
}

function fillPot(account: MutableAccount, on: Day, pot: Pot, amount: bigint): void {
  account[pot] += amount;
  if (amount > 0n && on > account.potsFrom) account.potsFrom = on;
}

function put(account: MutableAccount, source: string, part: StoredAllocation): void {
  const amount = minor(part.amount);
  changeOpen(account, part, -amount);
  changeInvoice(account, part.invoice, (invoice) => ({
    ...invoice,
    allocations: [...invoice.allocations, { source, instalment: part.instalment, amount }],
  }));
}

/** Takes money off an instalment again, the latest first, whatever its source. */
function takeOff(account: MutableAccount, part: StoredAllocation & { readonly source?: string }): void {
  let left = minor(part.amount);
  changeOpen(account, part, left);
  changeInvoice(account, part.invoice, (invoice) => {
    const kept: Allocation[] = [];
    for (const allocation of invoice.allocations.toReversed()) {
      const mine =
        allocation.instalment === part.instalment && (part.source === undefined || allocation.source === part.source);
      const taken = mine ? (allocation.amount < left ? allocation.amount : left) : 0n;
      left -= taken;
      if (allocation.amount > taken) kept.push({ ...allocation, amount: allocation.amount - taken });
    }
    return { ...invoice, allocations: kept.toReversed() };
  });
}

function changeOpen(account: MutableAccount, part: StoredAllocation, by: bigint): void {
  changeInvoice(account, part.invoice, (invoice) => ({
    ...invoice,
    instalments: invoice.instalments.map((known) =>
      known.instalment === part.instalment ? { ...known, open: known.open + by } : known,
    ),
  }));
}

function changeInvoice(account: MutableAccount, id: string, change: (invoice: Invoice) => Invoice): void {
  const invoice = account.invoices.get(id);
  if (invoice) account.invoices.set(id, change(invoice));
}
