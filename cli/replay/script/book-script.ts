import { addDays, type Day } from '../../../domain/calendar/day.ts';
import type { BookRow } from '../../../domain/book/read-row.ts';
import { byDayAndKind, type ScriptFact } from './script-fact.ts';
import type { Settlement } from './settlement.ts';

/** A dispute that was not settled before is turned down after so many days: the book says only that there was one. */
const DISPUTE_DAYS = 10;

/** Which days of the book are lived; both inclusive. */
export interface Span {
  readonly from: Day;
  readonly to: Day;
}

/**
 * Everything that the book says, as facts in the order in which they are posted. An invoice issued before the span is
 * left out with all that became of it, since nothing else would be left to pay; what lies after the span is left out too.
 */
export function scriptOf(
  rows: readonly BookRow[],
  settle: (rows: readonly BookRow[]) => Settlement,
  span: Span,
): readonly ScriptFact[] {
  const facts: ScriptFact[] = [];
  for (const ofCustomer of byCustomer(rows.filter((row) => row.issuedOn >= span.from)).values()) {
    const settlement = settle(ofCustomer);
    facts.push(...ofCustomer.map(issued), ...settlement.facts);
    for (const row of ofCustomer) if (row.disputed) facts.push(...dispute(row, settlement));
  }
  return facts.filter((fact) => fact.day <= span.to).toSorted(byDayAndKind);
}

/** Rows by customer, customers by name, rows in the order of the book. */
export function byCustomer(rows: readonly BookRow[]): ReadonlyMap<string, readonly BookRow[]> {
  const names = [...new Set(rows.map((row) => row.customer))].toSorted();
  const map = new Map<string, BookRow[]>(names.map((name) => [name, []]));
  for (const row of rows) map.get(row.customer)?.push(row);
  return map;
}

function issued(row: BookRow): ScriptFact {
  const { customer, invoice, dueOn, amount } = row;
  return { kind: 'invoice', day: row.issuedOn, customer, invoice, dueOn, amount: amount.minor };
}

/** What is still open on the due day is disputed, until ten days later or until it is settled; nothing when it is paid. */
function dispute(row: BookRow, settlement: Settlement): readonly ScriptFact[] {
  const { customer, invoice, dueOn: day } = row;
  const settledOn = settlement.settledOn.get(invoice);
  const amount = row.amount.minor - paidBefore(settlement.facts, invoice, day);
  if (amount <= 0n || (settledOn !== undefined && settledOn < day)) return [];
  const latest = addDays(day, DISPUTE_DAYS);
  const resolvedOn = settledOn !== undefined && settledOn < latest ? settledOn : latest;
  return [
    { kind: 'dispute', day, customer, invoice, amount },
    { kind: 'resolution', day: resolvedOn, customer, invoice },
  ];
}

function paidBefore(facts: readonly ScriptFact[], invoice: string, day: Day): bigint {
  let paid = 0n;
  for (const fact of facts) {
    if (fact.day >= day || !('puts' in fact)) continue;
    for (const put of fact.puts) if (put.invoice === invoice) paid += put.amount;
  }
  return paid;
}
