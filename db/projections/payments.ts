import type { Prepayment } from '../../domain/account/account.ts';
import { toIso } from '../database-time.ts';
import { type AccountChange, changed, factsOf } from './account-change.ts';
import { type Projection, rowChanges, type RowChanges } from './projection.ts';

export const PAYMENT: Projection = {
  table: 'payment',
  key: ['id'],
  fixed: [
    'id',
    'customer_id',
    'currency',
    'amount_minor',
    'method',
    'received_on',
    'unapplied_minor',
    'prepaid_minor',
    'prepayment_id',
    'fact_version',
    'recorded_at',
  ],
  changing: ['reversal_kind', 'reversed_on'],
};

export const PREPAYMENT: Projection = {
  table: 'prepayment',
  key: ['id'],
  fixed: ['id', 'customer_id', 'currency', 'purpose', 'amount_minor', 'requested_at'],
  changing: ['settled_minor', 'state'],
};

export const PAYMENT_INSTRUMENT: Projection = {
  table: 'payment_instrument',
  key: ['id'],
  fixed: ['id', 'customer_id'],
  changing: ['funding', 'state', 'gateway_payment_method', 'recorded_at'],
};

/** Payments, reversals, prepayments and the instruments they come from. */
export function paymentRows(change: AccountChange): readonly RowChanges[] {
  const prepayments = changed(change.before?.prepayments, change.after.prepayments, (item) => item.prepayment);
  return [
    rowChanges(
      PREPAYMENT,
      prepayments.map(({ item, isNew }) => ({
        row: {
          id: item.prepayment,
          customer_id: change.customer.id,
          currency: change.customer.currency,
          purpose: item.purpose,
          amount_minor: String(item.amount),
          requested_at: toIso(item.requestedAt),
          settled_minor: String(item.settled),
          state: prepaymentState(item),
        },
        isNew,
      })),
    ),
    receivedRows(change),
    instrumentRows(change),
  ];
}

function prepaymentState({ amount, settled }: Prepayment): 'requested' | 'partlyPaid' | 'settled' {
  if (settled >= amount) return 'settled';
  return settled > 0n ? 'partlyPaid' : 'requested';
}

function receivedRows(change: AccountChange): RowChanges {
  const reversals = new Map(factsOf(change, 'payment.reversed').map((fact) => [fact.body.payment, fact]));
  const reversal = (payment: string) => ({
    reversal_kind: reversals.get(payment)?.body.kind ?? null,
    reversed_on: reversals.get(payment)?.effectiveOn ?? null,
  });
  const received = factsOf(change, 'payment.received');
  const made = received.map((fact) => ({
    id: fact.body.payment,
    customer_id: change.customer.id,
    currency: fact.body.amount.currency,
    amount_minor: fact.body.amount.minor,
    method: fact.body.method,
    received_on: fact.body.receivedOn,
    unapplied_minor: fact.body.unapplied.minor,
    prepaid_minor: fact.body.prepaid.minor,
    prepayment_id: fact.body.prepayment,
    fact_version: fact.version,
    recorded_at: toIso(fact.recordedAt),
    ...reversal(fact.body.payment),
  }));
  const isNew = new Set(received.map((fact) => fact.body.payment));
  const reversed = [...reversals.keys()].filter((payment) => !isNew.has(payment));
  return { projection: PAYMENT, made, changed: reversed.map((id) => ({ id, ...reversal(id) })) };
}

/** An instrument is stated anew as a whole, for example when a person has looked at it. */
function instrumentRows(change: AccountChange): RowChanges {
  const known = new Set(change.before?.instruments.map((item) => item.instrument));
  const latest = new Map(factsOf(change, 'instrument.recorded').map((fact) => [fact.body.instrument, fact]));
  return rowChanges(
    PAYMENT_INSTRUMENT,
    [...latest.values()].map((fact) => ({
      row: {
        id: fact.body.instrument,
        customer_id: change.customer.id,
        funding: fact.body.funding,
        state: fact.body.state,
        gateway_payment_method: fact.body.gatewayPaymentMethod,
        recorded_at: toIso(fact.recordedAt),
      },
      isNew: !known.has(fact.body.instrument),
    })),
  );
}
