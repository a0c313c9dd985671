import fc from 'fast-check';
import type { Change } from '../../db/change.ts';
import { addDays } from '../../domain/calendar/day.ts';
import type { FactDraft } from '../../domain/facts/fact.ts';
import { creditInvoice } from '../../domain/ledger/credit-invoice.ts';
import { issueInvoice } from '../../domain/ledger/issue-invoice.ts';
import { receivePayment } from '../../domain/ledger/receive-payment.ts';
import { reversePayment } from '../../domain/ledger/reverse-payment.ts';
import { writeOffInvoice } from '../../domain/ledger/write-off.ts';
import { promiseProgress } from '../../domain/receivables/standing.ts';
import { anId, pln } from './support.ts';

/** One thing that may happen to a customer's money; `pick` chooses among what there is, by its place modulo the number. */
export type MoneyEvent =
  | {
      readonly what: 'invoice';
      readonly parts: readonly { readonly amount: number; readonly dueIn: number }[];
      readonly ago: number;
      readonly tax: number;
    }
  | {
      readonly what: 'payment';
      readonly amount: number;
      readonly ago: number;
      readonly pick: number | null;
      readonly prepayment: boolean;
    }
  | { readonly what: 'prepayment'; readonly amount: number }
  | { readonly what: 'credit' | 'dispute'; readonly amount: number; readonly pick: number }
  | { readonly what: 'void' | 'writeOff' | 'reversal' | 'resolve' | 'settle'; readonly pick: number }
  | { readonly what: 'promise'; readonly amount: number; readonly dueIn: number };

/** An event, and how many days pass before it. */
export interface DatedEvent {
  readonly after: number;
  readonly event: MoneyEvent;
}

const amount = fc.integer({ min: 1, max: 5_000 });
const pick = fc.nat({ max: 20 });
const ago = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 15 }) },
);

const moneyEvent: fc.Arbitrary<MoneyEvent> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant('invoice' as const),
      parts: fc.array(fc.record({ amount, dueIn: fc.integer({ min: 0, max: 40 }) }), { minLength: 1, maxLength: 3 }),
      ago,
      tax: fc.integer({ min: 0, max: 23 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      what: fc.constant('payment' as const),
      amount,
      ago,
      pick: fc.option(pick),
      prepayment: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('prepayment' as const), amount }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constantFrom('credit' as const, 'dispute' as const), amount, pick }) },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constantFrom(
        'void' as const,
        'writeOff' as const,
        'reversal' as const,
        'resolve' as const,
        'settle' as const,
      ),
      pick,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant('promise' as const), amount, dueIn: fc.integer({ min: 0, max: 20 }) }),
  },
);

export const moneyLife: fc.Arbitrary<readonly DatedEvent[]> = fc.array(
  fc.record({ after: fc.integer({ min: 0, max: 9 }), event: moneyEvent }),
  { minLength: 4, maxLength: 16 },
);

/** The facts that an event makes for this account; none when there is nothing that it could happen to. */
export function factsOf(change: Change, event: MoneyEvent): readonly FactDraft[] {
  const { account, policy, today } = change;
  const invoices = [...account.invoices.keys()];
  switch (event.what) {
    case 'invoice': {
      const total = event.parts.reduce((sum, part) => sum + BigInt(part.amount), 0n);
      const tax = (total * BigInt(event.tax)) / 100n;
      const invoice = anId('inv');
      const issuedOn = addDays(today, -event.ago);
      const instalments = event.parts.map((part) => ({
        dueOn: addDays(issuedOn, part.dueIn),
        amount: BigInt(part.amount),
      }));
      return posted(
        issueInvoice(account, { invoice, number: invoice, issuedOn, net: total - tax, tax, instalments }, today),
      );
    }
    case 'payment': {
      const meant = event.pick === null ? undefined : pickFrom(invoices, event.pick);
      const requested = account.prepayments.find((known) => known.settled < known.amount);
      return posted(
        receivePayment(
          account,
          policy,
          {
            payment: anId('pay'),
            amount: BigInt(event.amount),
            method: 'bankTransfer',
            receivedOn: addDays(today, -event.ago),
            wanted: meant === undefined ? null : [{ invoice: meant, amount: BigInt(event.amount) }],
            prepayment: event.prepayment ? (requested?.prepayment ?? null) : null,
          },
          today,
        ),
      );
    }
    case 'prepayment': {
      const body = { prepayment: anId('prp'), amount: pln(event.amount), purpose: 'topUp' as const };
      return [{ kind: 'prepayment.requested', effectiveOn: today, body }];
    }
    case 'credit': {
      const credit = {
        creditNote: anId('crn'),
        invoice: pickFrom(invoices, event.pick) ?? '',
        kind: 'creditNote' as const,
      };
      return posted(creditInvoice(account, policy, { ...credit, amount: BigInt(event.amount) }, today));
    }
    case 'void': {
      const credit = { creditNote: anId('crn'), invoice: pickFrom(invoices, event.pick) ?? '', kind: 'void' as const };
      return posted(creditInvoice(account, policy, { ...credit, amount: null }, today));
    }
    case 'writeOff':
      return posted(writeOffInvoice(account, pickFrom(invoices, event.pick) ?? '', today));
    case 'reversal':
      return posted(
        reversePayment(account, policy, pickFrom([...account.payments.keys()], event.pick) ?? '', 'chargeback', today),
      );
    case 'dispute': {
      const invoice = pickFrom(invoices, event.pick);
      const body = { dispute: anId('dsp'), invoice: invoice ?? '', amount: pln(event.amount) };
      return invoice === undefined ? [] : [{ kind: 'dispute.opened', effectiveOn: today, body }];
    }
    case 'resolve': {
      const open = pickFrom(
        account.disputes.filter((known) => known.state === 'open'),
        event.pick,
      );
      const body = { dispute: open?.dispute ?? '', outcome: 'rejected' as const };
      return open === undefined ? [] : [{ kind: 'dispute.resolved', effectiveOn: today, body }];
    }
    case 'promise': {
      const body = {
        promise: anId('prm'),
        plan: anId('pln'),
        amount: pln(event.amount),
        dueOn: addDays(today, event.dueIn),
      };
      return [{ kind: 'promise.made', effectiveOn: today, body }];
    }
    case 'settle': {
      const open = pickFrom(
        promiseProgress(account).filter(({ promise }) => promise.state === 'open'),
        event.pick,
      );
      if (open === undefined) return [];
      const outcome = open.kept === open.promise.amount ? 'kept' : 'broken';
      return [{ kind: 'promise.ended', effectiveOn: today, body: { promise: open.promise.promise, outcome } }];
    }
  }
}

function posted(posting: { readonly draft: FactDraft } | { readonly refused: string }): readonly FactDraft[] {
  return 'draft' in posting ? [posting.draft] : [];
}

function pickFrom<T>(list: readonly T[], place: number): T | undefined {
  return list[place % Math.max(1, list.length)];
}
