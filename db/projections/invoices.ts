import type { Invoice } from '../../domain/account/account.ts';
import { toIso } from '../database-time.ts';
import type { JsonRow } from '../json-rows.ts';
import { type AccountChange, changed, factsOf } from './account-change.ts';
import { type Projection, rowChanges, type RowChanges } from './projection.ts';

export const INVOICE: Projection = {
  table: 'invoice',
  key: ['id'],
  fixed: [
    'id',
    'seller_id',
    'customer_id',
    'number',
    'currency',
    'issued_on',
    'due_on',
    'total_minor',
    'net_minor',
    'tax_minor',
    'fact_version',
    'recorded_at',
  ],
  changing: ['paid_minor', 'credited_minor', 'written_off_minor', 'remaining_minor', 'state'],
};

export const INSTALMENT: Projection = {
  table: 'instalment',
  key: ['invoice_id', 'instalment'],
  fixed: ['invoice_id', 'instalment', 'customer_id', 'due_on', 'effective_due_on', 'amount_minor'],
  changing: ['open_minor'],
};

export const ALLOCATION: Projection = {
  table: 'allocation',
  key: ['invoice_id', 'instalment', 'source'],
  fixed: ['invoice_id', 'instalment', 'source', 'customer_id'],
  changing: ['amount_minor'],
  revives: true,
};

export const CREDIT_NOTE: Projection = {
  table: 'credit_note',
  key: ['id'],
  fixed: [
    'id',
    'invoice_id',
    'customer_id',
    'kind',
    'currency',
    'amount_minor',
    'net_minor',
    'tax_minor',
    'effective_on',
    'fact_version',
    'recorded_at',
  ],
  changing: [],
};

/** Invoices, their instalments, the money lying on them, and credit notes. */
export function invoiceRows(change: AccountChange): readonly RowChanges[] {
  const invoices = changed(change.before?.invoices.values(), change.after.invoices.values(), (item) => item.invoice);
  const issued = new Map(factsOf(change, 'invoice.issued').map((fact) => [fact.body.invoice, fact]));
  return [
    rowChanges(
      INVOICE,
      invoices.map(({ item, isNew }) => {
        const fact = issued.get(item.invoice);
        const origin = fact && { fact_version: fact.version, recorded_at: toIso(fact.recordedAt) };
        return { row: { ...invoiceRow(change, item), ...origin }, isNew };
      }),
    ),
    rowChanges(
      INSTALMENT,
      invoices.flatMap(({ item, isNew }) => instalmentRows(change, item).map((row) => ({ row, isNew }))),
    ),
    allocationRows(
      change,
      invoices.map(({ item }) => item),
    ),
    rowChanges(
      CREDIT_NOTE,
      factsOf(change, 'invoice.credited').map((fact) => ({
        row: {
          id: fact.body.creditNote,
          invoice_id: fact.body.invoice,
          customer_id: change.customer.id,
          kind: fact.body.kind,
          currency: fact.body.amount.currency,
          amount_minor: fact.body.amount.minor,
          net_minor: fact.body.net.minor,
          tax_minor: fact.body.tax.minor,
          effective_on: fact.effectiveOn,
          fact_version: fact.version,
          recorded_at: toIso(fact.recordedAt),
        },
        isNew: true,
      })),
    ),
  ];
}

function invoiceRow(change: AccountChange, invoice: Invoice): JsonRow {
  const remaining = sum(invoice.instalments.map((part) => part.open));
  return {
    id: invoice.invoice,
    seller_id: change.customer.sellerId,
    customer_id: change.customer.id,
    number: invoice.number,
    currency: change.customer.currency,
    issued_on: invoice.issuedOn,
    due_on: invoice.instalments.map((part) => part.dueOn).toSorted()[0] ?? invoice.issuedOn,
    total_minor: String(invoice.total),
    net_minor: String(invoice.net),
    tax_minor: String(invoice.tax),
    paid_minor: String(sum(invoice.allocations.map((part) => part.amount))),
    credited_minor: String(invoice.credited),
    written_off_minor: String(invoice.writtenOff),
    remaining_minor: String(remaining),
    state: stateOf(invoice, remaining),
  };
}

/** As the API names it: what is left to pay is open, whatever else happened to the rest. */
function stateOf(invoice: Invoice, remaining: bigint): 'open' | 'void' | 'writtenOff' | 'paid' {
  if (remaining > 0n) return 'open';
  if (invoice.voided) return 'void';
  return invoice.writtenOff > 0n ? 'writtenOff' : 'paid';
}

function instalmentRows(change: AccountChange, invoice: Invoice): readonly JsonRow[] {
  return invoice.instalments.map((part) => ({
    invoice_id: invoice.invoice,
    instalment: part.instalment,
    customer_id: change.customer.id,
    due_on: part.dueOn,
    effective_due_on: part.effectiveDueOn,
    amount_minor: String(part.amount),
    open_minor: String(part.open),
  }));
}

/** A source whose money was all taken off keeps its row, with nothing on it. */
function allocationRows(change: AccountChange, invoices: readonly Invoice[]): RowChanges {
  const made: JsonRow[] = [];
  const altered: JsonRow[] = [];
  for (const invoice of invoices) {
    const known = bySource(change.before?.invoices.get(invoice.invoice));
    const now = bySource(invoice);
    for (const key of new Set([...known.keys(), ...now.keys()])) {
      const amount = now.get(key)?.amount ?? 0n;
      if (known.get(key)?.amount === amount) continue;
      const part = now.get(key) ?? known.get(key);
      const row = {
        invoice_id: invoice.invoice,
        instalment: part?.instalment,
        source: part?.source,
        customer_id: change.customer.id,
        amount_minor: String(amount),
      };
      if (known.has(key)) altered.push(row);
      else made.push(row);
    }
  }
  return { projection: ALLOCATION, made, changed: altered };
}

function bySource(
  invoice: Invoice | undefined,
): ReadonlyMap<string, { instalment: number; source: string; amount: bigint }> {
  const sums = new Map<string, { instalment: number; source: string; amount: bigint }>();
  for (const { instalment, source, amount } of invoice?.allocations ?? []) {
    const key = `${instalment}/${source}`;
    sums.set(key, { instalment, source, amount: amount + (sums.get(key)?.amount ?? 0n) });
  }
  return sums;
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
